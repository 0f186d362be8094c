import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillGaps, findGaps, type Lockfile } from './platforms.ts';

const tool = (optionalDependencies: Record<string, string>): Lockfile => ({
  packages: { 'node_modules/tool': { version: '1.0.0', integrity: 'sha512-a', dev: true, optionalDependencies } },
});

describe('findGaps', () => {
  it('finds an optional dependency that is locked nowhere', () => {
    expect(findGaps(tool({ 'tool-darwin-x64': '1.0.0' }))).toEqual([
      { by: 'node_modules/tool', name: 'tool-darwin-x64', version: '1.0.0' },
    ]);
  });

  it('accepts one that is locked beside the package, inside it or above it', () => {
    const { packages } = tool({ a: '1.0.0', b: '1.0.0' });
    expect(findGaps({ packages: { ...packages, 'node_modules/a': {}, 'node_modules/tool/node_modules/b': {} } })).toEqual([]);
    expect(findGaps({ packages: { 'node_modules/x/node_modules/y': { optionalDependencies: { a: '1' } }, 'node_modules/a': {} } })).toEqual(
      [],
    );
  });
});

describe('fillGaps', () => {
  it.each([
    ['@scope/tool-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@scope/win32-x64', { os: ['win32'], cpu: ['x64'] }],
    ['tool-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
    ['tool-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['tool-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
    ['tool-wasm32-wasi', { cpu: ['wasm32'] }],
  ])('binds %s to its platform', (name, platform) => {
    const filled = fillGaps(tool({ [name]: '2.0.0' }));
    expect(filled.packages[`node_modules/${name}`]).toEqual({ version: '2.0.0', dev: true, optional: true, ...platform });
    expect(findGaps(filled)).toEqual([]);
  });

  it.each(['tool-linux-x64-gnu', 'tool-linux-arm64', 'fsevents'])('refuses to make up %s', (name) => {
    expect(() => fillGaps(tool({ [name]: '2.0.0' }))).toThrow(name);
  });
});

describe('package-lock.json', () => {
  const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const locked = Object.entries(lockfile.packages).filter(([path]) => path !== '');

  it('has no gap that `npm ci` would stop at (else: node scripts/lock-platforms.ts)', () => {
    expect(findGaps(lockfile)).toEqual([]);
  });

  it('has a checksum for everything that can be installed on Linux with glibc', () => {
    const installable = locked.filter(
      ([, { os = 'linux', cpu = 'x64', libc = 'glibc' }]) =>
        [os].flat().includes('linux') && ['x64', 'arm64'].some((ours) => [cpu].flat().includes(ours)) && [libc].flat().includes('glibc'),
    );
    expect(installable.length).toBeGreaterThan(400);
    expect(installable.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });
});
