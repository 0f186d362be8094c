import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { areas } from '#shared/contract/backup.ts';
import { type Home, homeAt } from '../boot/home.ts';
import type { Check } from './check.ts';
import { privacyCheck, spaceCheck, writableCheck } from './home-checks.ts';

let home: Home;
beforeEach(() => {
  home = homeAt(mkdtempSync(join(tmpdir(), 'cofferdam-home-')));
  const folders = [...areas.map((area) => home.area(area)), home.backups, home.restore, home.quarantine, home.logs];
  for (const folder of folders) mkdirSync(folder, { mode: 0o700 });
});
afterEach(() => rmSync(home.root, { recursive: true, force: true }));

const run = (check: Check) => check.run(new AbortController().signal);

describe('writable', () => {
  test('a good home, in which nothing is left behind', async () => {
    const before = readdirSync(home.root);
    expect(await run(writableCheck(home))).toEqual({ status: 'ok', message: home.root });
    expect(readdirSync(home.root)).toEqual(before);
  });

  test('a home that is gone: the path, the reason, a command to look at it', async () => {
    const gone = homeAt("/no/such folder's home");
    expect(await run(writableCheck(gone))).toMatchObject({
      status: 'error',
      message: expect.stringMatching(/^\/no\/such folder's home can't be written: ENOENT/),
      remedy: { command: "ls -ld '/no/such folder'\\''s home'" },
    });
  });

  test('a file system that can not be written', async () => {
    expect(await run(writableCheck(homeAt('/proc')))).toMatchObject({ status: 'error' });
  });
});

describe('private', () => {
  test('a good home', async () => {
    expect(await run(privacyCheck(home))).toMatchObject({ status: 'ok' });
  });

  test('one folder that others may enter is named, with the command that closes it', async () => {
    chmodSync(home.backups, 0o755);
    expect(await run(privacyCheck(home))).toMatchObject({
      status: 'warning',
      message: `Others may look into ${home.backups}`,
      remedy: { command: `chmod 700 ${home.backups}` },
    });
  });

  test('several are closed by one command', async () => {
    chmodSync(home.root, 0o750);
    chmodSync(home.logs, 0o705);
    expect(await run(privacyCheck(home))).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('2 folders'),
      remedy: { command: `chmod 700 ${home.root} ${home.logs}` },
    });
  });

  test('what the owner may do is no concern', async () => {
    chmodSync(home.backups, 0o500);
    expect(await run(privacyCheck(home))).toMatchObject({ status: 'ok' });
  });
});

describe('space', () => {
  const GiB = 1024 ** 3;
  const disk = (free: number, total: number) => run(spaceCheck(home, async () => ({ free, total })));

  test('enough, with the figures', async () => {
    expect(await disk(50 * GiB, 100 * GiB)).toEqual({ status: 'ok', message: '50.0 GiB (50 %) free' });
  });

  test.each([
    ['under 2 GiB, although half of a small disk', 1.9 * GiB, 4 * GiB],
    ['under a tenth, although many GiB', 90 * GiB, 1000 * GiB],
    ['nothing at all', 0, 100 * GiB],
    ['a file system that tells no size', 0, 0],
  ])('%s', async (_name, free, total) => {
    expect(await disk(free, total)).toMatchObject({ status: 'warning', remedy: { text: expect.stringContaining('Delete backups') } });
  });

  test('exactly at both limits is enough', async () => {
    expect(await disk(2 * GiB, 20 * GiB)).toMatchObject({ status: 'ok' });
  });

  test('reads the real disk', async () => {
    expect((await run(spaceCheck(home))).message).toMatch(/\d (B|KiB|MiB|GiB|TiB|PiB) \(\d+ %\) free$/);
  });
});
