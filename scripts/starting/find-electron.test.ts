import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findElectron, type Probe } from './find-electron.ts';

const wanted = { root: '/p', arch: 'x64' };
const manifest = { '/p/node_modules/electron/package.json': '{"version":"45.3.3"}' };
const unpacked = {
  ...manifest,
  '/p/node_modules/electron/path.txt': 'electron',
  '/p/node_modules/electron/dist/version': 'v45.3.3\n',
  '/p/node_modules/electron/dist/electron': '',
};

/** A disk with these files and no others. */
const diskWith = (files: Record<string, string>): Probe => ({
  exists: (path) => path in files,
  read: (path) => files[path] ?? null,
  folders: (path) => [
    ...new Set(
      Object.keys(files)
        .filter((file) => file.startsWith(`${path}/`) && file.slice(path.length + 1).includes('/'))
        .map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
    ),
  ],
});

describe('findElectron', () => {
  it('takes the unpacked runtime of the package', () => {
    expect(findElectron({}, diskWith(unpacked), wanted)).toEqual({ kind: 'ready', path: '/p/node_modules/electron/dist/electron' });
  });

  it('takes the named runtime before all others', () => {
    const found = findElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/opt/e' }, diskWith({ ...unpacked, '/opt/e/electron': '' }), wanted);
    expect(found).toEqual({ kind: 'ready', path: '/opt/e/electron' });
  });

  it('says so when the named one is not there, instead of taking another', () => {
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/opt/e' }, diskWith(unpacked), wanted)).toEqual({
      kind: 'missing',
      why: 'ELECTRON_OVERRIDE_DIST_PATH has no /opt/e/electron',
    });
  });

  it.each([
    ['of another version', { ...unpacked, '/p/node_modules/electron/dist/version': '44.0.0' }],
    [
      'without its executable',
      { ...manifest, '/p/node_modules/electron/path.txt': 'electron', '/p/node_modules/electron/dist/version': '45.3.3' },
    ],
    ['without path.txt', { ...manifest, '/p/node_modules/electron/dist/version': '45.3.3', '/p/node_modules/electron/dist/electron': '' }],
  ])('does not take a runtime %s', (_, files) => {
    expect(findElectron({ XDG_CACHE_HOME: '/none' }, diskWith(files), wanted).kind).toBe('missing');
  });

  it.each([
    ['electron_config_cache', { electron_config_cache: '/c' }, '/c/0f3a/electron-v45.3.3-linux-x64.zip'],
    ['electron_config_cache, laid down by hand', { electron_config_cache: '/c' }, '/c/electron-v45.3.3-linux-x64.zip'],
    ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/x' }, '/x/electron/9b/electron-v45.3.3-linux-x64.zip'],
    ['the default cache', {}, join(homedir(), '.cache/electron/9b/electron-v45.3.3-linux-x64.zip')],
  ])('finds what was fetched before in %s', (_, env, path) => {
    const found = findElectron(env, diskWith({ ...manifest, [path]: '' }), wanted);
    expect(found).toEqual({ kind: 'archive', path, name: 'electron-v45.3.3-linux-x64.zip' });
  });

  it.each(['/c/0f/electron-v44.0.0-linux-x64.zip', '/c/0f/electron-v45.3.3-linux-arm64.zip', '/c/0f/electron-v45.3.3-darwin-x64.zip'])(
    'leaves %s alone',
    (path) => {
      expect(findElectron({ electron_config_cache: '/c', XDG_CACHE_HOME: '/n' }, diskWith({ ...manifest, [path]: '' }), wanted).kind).toBe(
        'missing',
      );
    },
  );

  it('names the version it misses and how to get it', () => {
    expect(findElectron({ XDG_CACHE_HOME: '/n' }, diskWith(manifest), wanted)).toEqual({
      kind: 'missing',
      why: 'the runtime of Electron 45.3.3 is not here (`npx install-electron` fetches it)',
    });
  });

  it('knows that the package may not be installed at all', () => {
    expect(findElectron({}, diskWith({}), wanted)).toEqual({ kind: 'missing', why: 'the package electron is not installed' });
  });
});
