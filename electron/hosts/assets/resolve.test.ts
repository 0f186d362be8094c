import * as fc from 'fast-check';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveAsset } from './resolve.ts';

const folder = '/srv/renderer';

describe('resolveAsset', () => {
  it.each(['/', '/index.html', '/backups', '/backups/', '/backups/01KABC', '/?x=1', '/jobs#top', '/backups/01K/files?search=a.js'])(
    'gives the page for the route %s',
    (path) => {
      expect(resolveAsset(folder, path)).toEqual({ path: join(folder, 'index.html'), kind: 'page' });
    },
  );

  it.each([
    ['/assets/main-BxY_1.js', 'assets/main-BxY_1.js'],
    ['/assets/a%2Db.css', 'assets/a-b.css'],
  ])('gives the hashed file for %s', (path, file) => {
    expect(resolveAsset(folder, path)).toEqual({ path: join(folder, file), kind: 'asset' });
  });

  it('tells a file that keeps its name when its content changes', () => {
    expect(resolveAsset(folder, '/icon.svg?v=2')).toEqual({ path: join(folder, 'icon.svg'), kind: 'file' });
  });

  it.each([
    '',
    'index.html',
    '/..',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/.env',
    '/.git/config.txt',
    '//etc/passwd.txt',
    '/assets//main.js',
    '/a\\..\\secret.txt',
    '/a%5c..%5csecret.txt',
    '/main.js%00.png',
    '/main.js\n',
    '/%',
    '/%zz',
    '/%ff.js',
  ])('refuses %j', (path) => {
    expect(resolveAsset(folder, path)).toBeNull();
  });

  it('never leaves the folder, whatever is asked', () => {
    const piece = fc.oneof(fc.constantFrom('..', '.', '%2e', '%2f', '/', '\\', '%5c', '%00', 'a.js', '~', ' '), fc.string());
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const asset = resolveAsset(folder, `/${pieces.join('/')}`);
        return asset === null || !/^(\.\.|\/)/.test(relative(folder, asset.path));
      }),
      { numRuns: 2_000 },
    );
  });
});
