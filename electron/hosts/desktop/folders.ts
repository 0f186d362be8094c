import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where Chromium keeps its own things (cookies, caches, the single-instance lock): one folder per home, so that two
 * homes can be open side by side, and outside every area, so that no restore replaces it under a running window.
 */
export function userDataFolder(homeRoot: string, env: NodeJS.ProcessEnv): string {
  const config = env['XDG_CONFIG_HOME'];
  // The XDG base directory specification: a relative path there is invalid and to be ignored.
  const base = config && isAbsolute(config) ? config : join(homedir(), '.config');
  const key = createHash('sha256').update(homeRoot).digest('hex').slice(0, 12);
  return join(base, 'cofferdam', 'desktop', key);
}

export interface Layout {
  /** The built page. */
  renderer: string;
  preload: string;
  icons: string;
}

/**
 * @param nodeFolder the folder of the bundle, `dist/node`, whether on disk or inside app.asar
 * @param resourcesPath `process.resourcesPath` of a package; undefined when run from the sources
 */
export const layoutOf = (nodeFolder: string, resourcesPath: string | undefined): Layout => ({
  renderer: join(nodeFolder, '..', 'renderer'),
  preload: join(nodeFolder, '..', 'preload', 'preload.cjs'),
  icons: resourcesPath === undefined ? join(nodeFolder, '..', '..', 'resources', 'icons') : join(resourcesPath, 'icons'),
});
