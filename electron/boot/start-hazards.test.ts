import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { canMount, needsMount, smallDisk } from '../backup/testing/small-disk.ts';
import { addRows } from '../backup/testing/home.ts';
import type { App } from './app.ts';
import { type Home, homeAt, resolveHome } from './home.ts';
import { takeInstanceLock } from './lock.ts';
import { lastRun, markRun } from './run-state.ts';
import { startApp } from './start.ts';

let root: string;
let home: Home;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cofferdam-start-'));
  home = homeAt(join(root, 'home'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const start = (at: Home = home): Promise<App> => startApp({ home: at, host: 'cli', applyRestore: true });
async function started(at: Home = home): Promise<void> {
  await (await start(at)).close();
}

describe('a start', () => {
  it('makes a home for its owner only, says what it did and leaves it clean', async () => {
    const app = await start();
    expect(app.info()).toMatchObject({ home: home.root, pid: process.pid, sqlite: expect.stringMatching(/^3\./) });
    expect(app.info().startup.map(({ step }) => step)).toEqual(['lock', 'restore gate', 'health gate', 'storage', 'jobs']);
    expect(await app.status()).toMatchObject({ storage: { ok: true }, backupCount: 0, pendingRestore: null, runningJobs: 0 });
    for (const name of ['.', ...readdirSync(home.root)]) expect(statSync(join(home.root, name)).mode & 0o077, name).toBe(0);
    expect(await lastRun(home)).toBe('dirty');
    await app.close();
    await app.close();
    expect(await lastRun(home)).toBe('clean');
  });

  it('closes a home that others could read', async () => {
    mkdirSync(home.root, { recursive: true });
    chmodSync(home.root, 0o755);
    await started();
    expect(statSync(home.root).mode & 0o777).toBe(0o700);
  });

  it('is refused while another instance runs, and that one is not disturbed', async () => {
    const app = await start();
    await expect(start()).rejects.toMatchObject({ code: 'BUSY' });
    expect((await app.status()).storage.ok).toBe(true);
    await app.close();
    await started();
  });

  it.each(['', 'data', 'backups', 'logs'])('says of a home in which %j is a file that a folder is needed', async (name) => {
    if (name !== '') mkdirSync(home.root);
    writeFileSync(join(home.root, name), 'a file');
    await expect(start()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(join(home.root, name)) });
    expect(readFileSync(join(home.root, name), 'utf8')).toBe('a file');
    // Whatever had been taken before is free again.
    if (name === '') return;
    takeInstanceLock(home).release();
    rmSync(join(home.root, name));
    await started();
  });

  it('sets settings of garbage aside and goes on', async () => {
    mkdirSync(join(home.root, 'config'), { recursive: true });
    writeFileSync(home.settingsFile, 'garbage');
    await started();
    expect(readdirSync(home.quarantine).length).toBe(1);
  });

  it('says of a database of garbage what to do, and frees what it took', async () => {
    mkdirSync(join(home.root, 'data'), { recursive: true });
    writeFileSync(home.databaseFile, 'garbage '.repeat(1024));
    await expect(start()).rejects.toMatchObject({ code: 'CORRUPT', hint: expect.stringContaining(home.databaseFile) });
    takeInstanceLock(home).release();
    rmSync(home.databaseFile);
    await started();
  });

  it('looks at every database after an unclean end, and tells doctor', async () => {
    await started();
    const damaged = join(home.area('data'), 'other.db');
    addRows(damaged, 'A', 200);
    writeFileSync(damaged, Buffer.concat([readFileSync(damaged).subarray(0, 100), Buffer.alloc(8092, 0xff)]), { flag: 'r+' });
    await markRun(home, 'dirty');
    const app = await start();
    const { checks } = await app.doctor.run();
    expect(checks.find(({ id }) => id === 'backup.databases')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('data/other.db was damaged'),
    });
    await app.close();
  });

  it('sets a damaged journal aside', async () => {
    await started();
    writeFileSync(home.journalFile, '{"version":');
    await started();
    expect(existsSync(home.journalFile)).toBe(false);
    expect(readdirSync(home.quarantine)[0]).toMatch(/^journal-/);
  });

  it('has nothing to restart in a single command', async () => {
    const app = await start();
    expect(() => app.restart(false)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
    await app.close();
  });

  it('lives in a folder that is reached through a link', async () => {
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), home.root);
    await started();
    expect(existsSync(join(root, 'elsewhere', 'data'))).toBe(true);
  });
});

describe.skipIf(!canMount)(`on a disk of its own (${needsMount})`, () => {
  it('that may only be read, a start says so and leaves nothing', async () => {
    using disk = smallDisk('8m');
    disk.remount('ro');
    for (const at of [homeAt(disk.path), homeAt(join(disk.path, 'home'))])
      await expect(start(at)).rejects.toMatchObject({ code: 'PERMISSION_DENIED', hint: expect.any(String) });
  });

  it('that is full, a start says so', async () => {
    using disk = smallDisk('1m');
    disk.fill();
    const error = await start(homeAt(disk.path)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'NO_SPACE', hint: expect.any(String) });
  });
});

it('closes and frees the lock although its end can not be recorded', async () => {
  const app = await start();
  rmSync(home.runStateFile);
  mkdirSync(home.runStateFile);
  await app.close();
  expect(await lastRun(home)).toBe('dirty');
  rmSync(home.runStateFile, { recursive: true });
  await started();
});

describe('the home', () => {
  it.each<[string | undefined, NodeJS.ProcessEnv, RegExp]>([
    ['/a', { COFFERDAM_HOME: '/b', XDG_DATA_HOME: '/c' }, /^\/a$/],
    ['relative', {}, /^\/.*\/relative$/],
    [undefined, { COFFERDAM_HOME: '/b', XDG_DATA_HOME: '/c' }, /^\/b$/],
    [undefined, { COFFERDAM_HOME: '', XDG_DATA_HOME: '/c' }, /^\/c\/cofferdam$/],
    [undefined, { XDG_DATA_HOME: 'relative' }, /\/\.local\/share\/cofferdam$/],
    [undefined, {}, /\/\.local\/share\/cofferdam$/],
  ])('for --home %s and %j', (flag, env, expected) => {
    expect(resolveHome(flag, env).root).toMatch(expected);
  });
});

describe('how the last run ended', () => {
  it('is first, clean, dirty, and dirty when nobody can tell', async () => {
    mkdirSync(home.root);
    expect(await lastRun(home)).toBe('first');
    await markRun(home, 'clean');
    expect(await lastRun(home)).toBe('clean');
    expect(JSON.parse(readFileSync(home.runStateFile, 'utf8'))).toMatchObject({ pid: process.pid, bootId: expect.any(String) });
    writeFileSync(home.runStateFile, 'garbage');
    expect(await lastRun(home)).toBe('dirty');
  });
});
