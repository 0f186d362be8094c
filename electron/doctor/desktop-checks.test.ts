import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from './check.ts';
import { displayCheck, electronCheck, findElectron } from './desktop-checks.ts';

const run = (check: Check) => check.run(new AbortController().signal);

describe('electron', () => {
  test('there', async () => {
    expect(await run(electronCheck(async () => '/opt/electron'))).toEqual({ status: 'ok', message: '/opt/electron' });
  });

  test('not there: a warning only, for the browser does', async () => {
    expect(await run(electronCheck(async () => null))).toMatchObject({
      status: 'warning',
      remedy: { text: expect.stringContaining('browser'), command: 'npx install-electron' },
    });
  });
});

describe('looking for its runtime', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cofferdam-electron-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (...path: string[]): string => {
    const file = join(folder, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '', { mode: 0o755 });
    return file;
  };

  test('fetched into the package', async () => {
    const file = program('package', 'dist', 'electron');
    writeFileSync(join(folder, 'package', 'path.txt'), 'electron');
    expect(await findElectron({}, join(folder, 'package'))).toBe(file);
  });

  test('a package whose runtime was never fetched, or was removed', async () => {
    mkdirSync(join(folder, 'package'));
    expect(await findElectron({}, join(folder, 'package'))).toBeNull();
    writeFileSync(join(folder, 'package', 'path.txt'), 'electron');
    expect(await findElectron({}, join(folder, 'package'))).toBeNull();
  });

  test('no package at all', async () => {
    expect(await findElectron({}, null)).toBeNull();
  });

  test('a local copy that the environment names', async () => {
    const file = program('local', 'electron');
    expect(await findElectron({ ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'local') }, null)).toBe(file);
    expect(await findElectron({ ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'none') }, null)).toBeNull();
  });
});

describe('display', () => {
  test.each([{ DISPLAY: ':0' }, { WAYLAND_DISPLAY: 'wayland-0' }, { WAYLAND_DISPLAY: '', DISPLAY: ':1' }])('%j has one', async (env) => {
    expect(await run(displayCheck(env))).toMatchObject({ status: 'ok' });
  });

  test.each([{}, { DISPLAY: '' }])('%j has none, which is well on a server', async (env) => {
    expect(await run(displayCheck(env))).toMatchObject({ status: 'warning', remedy: { command: 'cofferdam serve' } });
  });
});
