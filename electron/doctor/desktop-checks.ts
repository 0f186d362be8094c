import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Check, ok, warning } from './check.ts';

const require = createRequire(import.meta.url);

const browserInstead = 'Without it Cofferdam opens in your browser and does everything there but the tray and desktop notifications.';

export const electronCheck = (find: () => Promise<string | null> = findElectron): Check => ({
  id: 'desktop.electron',
  title: 'Electron for the desktop window',
  async run() {
    if (process.versions['electron'] !== undefined) return ok(`Electron ${process.versions['electron']}`);
    const executable = await find();
    if (executable !== null) return ok(executable);
    return warning(
      'The Electron runtime (about 100 MB) has not been fetched',
      `${browserInstead} To have the window, fetch it:`,
      'npx install-electron',
    );
  },
});

export const displayCheck = (env: NodeJS.ProcessEnv = process.env): Check => ({
  id: 'desktop.display',
  title: 'A display',
  async run() {
    const display = env['WAYLAND_DISPLAY'] || env['DISPLAY'];
    if (display) return ok(display);
    return warning(
      'There is no display here',
      'On a server that is as it should be: open the address that this prints in a browser.',
      'cofferdam serve',
    );
  },
});

/** Where the electron package would run it from, without loading that package: it downloads the runtime when it is loaded. */
export async function findElectron(env: NodeJS.ProcessEnv = process.env, packageFolder = electronPackage()): Promise<string | null> {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = packageFolder === null ? null : await readFile(join(packageFolder, 'path.txt'), 'utf8').catch(() => null); // written by the download
  const folder = override ?? (packageFolder !== null && name !== null ? join(packageFolder, 'dist') : null);
  if (folder === null) return null;
  const executable = join(folder, name ?? 'electron');
  return access(executable, constants.X_OK).then(
    () => executable,
    () => null,
  );
}

function electronPackage(): string | null {
  try {
    return dirname(require.resolve('electron/package.json'));
  } catch {
    return null; // a server installation has no development packages
  }
}
