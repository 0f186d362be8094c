import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultRestoreOptions } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import { addRows } from '../backup/testing/home.ts';
import type { App } from './app.ts';
import { type Home, homeAt } from './home.ts';
import { startApp, type StartOptions } from './start.ts';

let place: string;
let home: Home;
const open: App[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'cofferdam-start-'));
  home = homeAt(join(place, 'home'));
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
  rmSync(place, { recursive: true, force: true });
});

async function start(options: Partial<StartOptions> = {}): Promise<App> {
  const app = await startApp({ home, host: 'web', applyRestore: true, ...options });
  open.push(app);
  return app;
}

async function restart(options: Partial<StartOptions> = {}): Promise<App> {
  await open.pop()?.close();
  return start(options);
}

async function succeed(app: App, job: Job): Promise<Job> {
  const ended = await app.jobs.wait(job.id);
  expect(ended.error).toBeNull();
  return ended;
}

const stateFile = (): { state: string } => JSON.parse(readFileSync(home.runStateFile, 'utf8')) as { state: string };

describe('a first start', () => {
  it('makes the home, for its owner only, and times each step', async () => {
    const app = await start();
    expect(statSync(home.root).mode & 0o777).toBe(0o700);
    for (const folder of ['config', 'data', 'skills', 'backups']) expect(statSync(join(home.root, folder)).mode & 0o777).toBe(0o700);
    expect(statSync(home.databaseFile).mode & 0o777).toBe(0o600);
    expect(app.info()).toMatchObject({ host: 'web', home: home.root, pid: process.pid, restartUnavailable: expect.any(String) });
    expect(app.info().startup.map(({ step }) => step)).toEqual(['lock', 'restore gate', 'health gate', 'storage', 'jobs']);
    expect(await app.status()).toMatchObject({
      storage: { ok: true },
      backupCount: 0,
      lastVerifiedBackup: null,
      pendingRestore: null,
      runningJobs: 0,
    });
  });

  it('closes a home that was open to others', async () => {
    mkdirSync(home.root, { recursive: true });
    chmodSync(home.root, 0o755);
    await start();
    expect(statSync(home.root).mode & 0o777).toBe(0o700);
  });

  it('marks the home dirty while it runs and clean when it stops, twice if need be', async () => {
    const app = await start();
    expect(stateFile().state).toBe('dirty');
    await app.close();
    await app.close();
    expect(stateFile().state).toBe('clean');
  });
});

describe('a start that can not be', () => {
  it('on a home that another instance has', async () => {
    await start();
    await expect(startApp({ home, host: 'web', applyRestore: true })).rejects.toMatchObject({
      code: 'BUSY',
      hint: expect.stringContaining('cofferdam open'),
    });
  });

  it('on a home that is a file', async () => {
    writeFileSync(home.root, '');
    await expect(start()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('is a file') });
  });

  it('where nothing can be made', async () => {
    home = homeAt('/proc/nowhere/deep');
    await expect(start()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('with a lock file that is no database, and says that it may go', async () => {
    mkdirSync(home.root, { recursive: true });
    writeFileSync(home.lockFile, 'garbage, and enough of it to be read as a header'.repeat(30));
    await expect(start()).rejects.toMatchObject({ code: 'CORRUPT', hint: expect.stringContaining('delete it') });
  });

  it('with a storage that is damaged, frees the lock and keeps the file', async () => {
    mkdirSync(home.area('data'), { recursive: true });
    writeFileSync(home.databaseFile, 'not a database'.repeat(1000));
    await expect(start()).rejects.toMatchObject({ code: 'CORRUPT', hint: expect.stringContaining('cofferdam.db') });
    expect(readFileSync(home.databaseFile, 'utf8')).toContain('not a database');
    rmSync(home.databaseFile);
    await start();
  });
});

describe('a restart', () => {
  it('is refused where the host has none, and while jobs run', async () => {
    const app = await start();
    expect(() => app.restart(false)).toThrowError(expect.objectContaining({ code: 'UNSUPPORTED' }));
    let restarts = 0;
    const other = await restart({ onRestart: () => (restarts += 1) });
    const job = other.backup.create({ type: 'full' });
    expect(() => other.restart(false)).toThrowError(expect.objectContaining({ code: 'CONFLICT' }));
    await succeed(other, job);
    other.restart(false);
    expect(restarts).toBe(1);
  });

  it('applies a staged restore with a safety copy, whose progress it tells, and records it', async () => {
    mkdirSync(home.area('skills'), { recursive: true });
    const note = join(home.area('skills'), 'note');
    writeFileSync(note, 'before');
    const app = await start();
    const { result } = await succeed(app, app.backup.create({ type: 'full', label: 'mine' }));
    const { id } = result as { id: string };
    writeFileSync(note, 'after');
    await succeed(app, await app.backup.restore(id, defaultRestoreOptions()));

    const phases = new Set<string | undefined>();
    const next = await restart({ onProgress: ({ phase }) => phases.add(phase) });
    expect(readFileSync(note, 'utf8')).toBe('before');
    expect([...phases]).toContain('Backing up');
    const { last, pending } = await next.backup.pending();
    expect(pending).toBeNull();
    expect(last).toMatchObject({ state: 'confirmed', checkpointReason: expect.stringMatching(/^before restoring the backup of 20/) });
    expect((await next.backup.get(last?.checkpointId ?? '')).isCheckpoint).toBe(true);
    expect((await next.store.activity.list({ limit: 5 })).map(({ kind }) => kind)).toContain('restore.confirmed');
    // The job that made the backup was running when the database was copied.
    expect((await next.jobs.list({ limit: 5 })).map(({ state, note: why }) => `${state}: ${why}`)).toEqual([
      'interrupted: It was running when the state that was restored was kept.',
    ]);
  });

  it('leaves a staged restore to a start that somebody sees', async () => {
    const app = await start();
    const { result } = await succeed(app, app.backup.create({ type: 'full' }));
    await succeed(app, await app.backup.restore((result as { id: string }).id, defaultRestoreOptions()));
    const oneShot = await restart({ applyRestore: false, host: 'cli' });
    expect((await oneShot.backup.pending()).pending).not.toBeNull();
  });

  it('rolls back a restore whose database does not open, and starts on the old state', async () => {
    const app = await start();
    const { result } = await succeed(app, app.backup.create({ type: 'full' }));
    const staged = await succeed(app, await app.backup.restore((result as { id: string }).id, defaultRestoreOptions()));
    writeFileSync(join((staged.result as { stagingDir: string }).stagingDir, 'data', 'cofferdam.db'), 'damaged after staging'.repeat(500));
    const next = await restart();
    expect(await next.backup.pending()).toMatchObject({
      pending: null,
      last: { state: 'rolled-back', success: false, errors: [{ code: 'CORRUPT' }] },
    });
    expect(await next.jobs.get(staged.id)).toMatchObject({ state: 'succeeded' });
  });
});

describe('after an unclean stop', () => {
  it('checks the databases, repairs a damaged one and tells of it', async () => {
    const app = await start();
    await app.close();
    const path = join(home.area('data'), 'other.db');
    addRows(path, 'A', 200);
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096, 12_288);
    writeFileSync(path, bytes);
    writeFileSync(home.runStateFile, JSON.stringify({ ...stateFile(), state: 'dirty' }));
    const next = await start();
    const { checks } = await next.doctor.run();
    expect(checks.find(({ id }) => id === 'backup.databases')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('other.db was damaged and is repaired'),
    });
    expect(next.recovery).toMatchObject({ recovered: true, repairedDatabases: ['data/other.db'], errors: [] });
    expect(await next.checkHealth()).toMatchObject({ healthy: true });
    expect((await next.store.activity.list({ limit: 5 })).map(({ kind }) => kind)).toContain('recovery');
  });

  it('checks nothing after a clean one', async () => {
    await start();
    writeFileSync(join(home.area('data'), 'other.db'), 'SQLite format 3\0'.padEnd(1024, 'x'));
    const next = await restart();
    expect(next.recovery).toBeNull();
    expect(await next.checkHealth()).toMatchObject({ healthy: false });
  });
});

it('sweeps what a killed backup left', async () => {
  mkdirSync(join(home.backups, '.scratch-X'), { recursive: true });
  writeFileSync(join(home.backups, 'cofferdam-20260101T000000Z-full-ABCDEFGH.zip.partial'), 'x');
  await start();
  expect(existsSync(join(home.backups, '.scratch-X'))).toBe(false);
  expect(existsSync(join(home.backups, 'cofferdam-20260101T000000Z-full-ABCDEFGH.zip.partial'))).toBe(false);
});
