import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What is looked at on disk; given, so that every case can be tested. */
export interface Probe {
  exists(path: string): boolean;
  /** Null when it isn't there. */
  read(path: string): string | null;
  /** Names of the folders inside a folder; none when it isn't there. */
  folders(path: string): string[];
}

export type FoundElectron =
  /** An executable to start. */
  | { kind: 'ready'; path: string }
  /** Downloaded by an earlier installation, not yet extracted. */
  | { kind: 'archive'; path: string; name: string }
  | { kind: 'missing'; why: string };

export interface Wanted {
  /** The project's folder. */
  root: string;
  /** As Node names it: `x64`, `arm64`. */
  arch: string;
}

/**
 * Electron's runtime, if this machine has it: the package itself holds none and fetches it at its first start. Looks
 * where Electron's own loader and installer look, in their order, and never fetches anything.
 */
export function findElectron(env: NodeJS.ProcessEnv, probe: Probe, { root, arch }: Wanted): FoundElectron {
  const folder = join(root, 'node_modules', 'electron');
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const path = join(override, 'electron');
    return probe.exists(path) ? { kind: 'ready', path } : { kind: 'missing', why: `ELECTRON_OVERRIDE_DIST_PATH has no ${path}` };
  }

  const version = versionOf(probe.read(join(folder, 'package.json')));
  if (version === null) return { kind: 'missing', why: 'the package electron is not installed' };

  const program = probe.read(join(folder, 'path.txt'))?.trim();
  const unpacked = probe
    .read(join(folder, 'dist', 'version'))
    ?.trim()
    .replace(/^v/, '');
  const path = program ? join(folder, 'dist', program) : null;
  if (path !== null && unpacked === version && probe.exists(path)) return { kind: 'ready', path };

  const name = `electron-v${version}-linux-${arch}.zip`;
  const archive = cacheFolders(env)
    .flatMap((cache) => [cache, ...probe.folders(cache).map((inner) => join(cache, inner))])
    .map((cache) => join(cache, name))
    .find((candidate) => probe.exists(candidate));
  if (archive !== undefined) return { kind: 'archive', path: archive, name };
  return { kind: 'missing', why: `the runtime of Electron ${version} is not here (\`npx install-electron\` fetches it)` };
}

/** Where @electron/get keeps what it fetched, each download in a folder named after a hash of its address. */
function cacheFolders(env: NodeJS.ProcessEnv): string[] {
  const named = env['electron_config_cache'];
  const cache = env['XDG_CACHE_HOME'];
  const base = cache && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  return [...(named ? [named] : []), join(base, 'electron')];
}

function versionOf(manifest: string | null): string | null {
  if (manifest === null) return null;
  const { version } = JSON.parse(manifest) as { version?: unknown };
  return typeof version === 'string' ? version : null;
}
