import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeAt } from '../../boot/home.ts';
import { layoutOf, userDataFolder } from './folders.ts';

describe('userDataFolder', () => {
  it('lies under the XDG configuration folder', () => {
    expect(userDataFolder('/h', { XDG_CONFIG_HOME: '/cfg' })).toMatch(/^\/cfg\/cofferdam\/desktop\/[0-9a-f]{12}$/);
  });

  it.each([undefined, '', 'relative/cfg'])('ignores XDG_CONFIG_HOME=%s', (value) => {
    expect(userDataFolder('/h', value === undefined ? {} : { XDG_CONFIG_HOME: value })).toContain(join(homedir(), '.config', 'cofferdam'));
  });

  it('differs by home and is the same at each start', () => {
    expect(userDataFolder('/a', {})).toBe(userDataFolder('/a', {}));
    expect(userDataFolder('/a', {})).not.toBe(userDataFolder('/b', {}));
  });

  it('is inside no area, whatever the home', () => {
    const home = homeAt('/cfg/cofferdam');
    const folder = userDataFolder(home.root, { XDG_CONFIG_HOME: '/cfg' });
    for (const area of ['config', 'data', 'skills'] as const) expect(folder.startsWith(`${home.area(area)}/`)).toBe(false);
  });
});

describe('layoutOf', () => {
  it('finds its neighbours in a checkout', () => {
    expect(layoutOf('/src/dist/node', undefined)).toEqual({
      renderer: '/src/dist/renderer',
      preload: '/src/dist/preload/preload.cjs',
      icons: '/src/resources/icons',
    });
  });

  it('finds the icons beside the archive in a package', () => {
    const layout = layoutOf('/opt/Cofferdam/resources/app.asar/dist/node', '/opt/Cofferdam/resources');
    expect(layout.preload).toBe('/opt/Cofferdam/resources/app.asar/dist/preload/preload.cjs');
    expect(layout.icons).toBe('/opt/Cofferdam/resources/icons');
  });
});
