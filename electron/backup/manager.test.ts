import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupInfo, PendingRestore, RestoreChanges, RestoreResult, VerifyResult } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import type { App } from '../boot/index.ts';
import { startApp } from '../boot/index.ts';
import { options } from './testing/create.ts';
import { rowsOf, testHome, type TestHome } from './testing/home.ts';
import { rawZip } from './testing/raw-zip.ts';

let place: TestHome;
let app: App;
const start = (applyRestore = true): Promise<App> => startApp({ home: place.home, host: 'cli', applyRestore });
beforeEach(async () => {
  place = testHome();
  app = await start();
});
afterEach(async () => {
  await app.close();
  place[Symbol.dispose]();
});

async function done<T>(job: Job | Promise<Job>): Promise<T> {
  const ended = await app.jobs.wait((await job).id);
  expect(ended).toMatchObject({ state: 'succeeded', error: null });
  return ended.result as T;
}
const failed = async (job: Job | Promise<Job>): Promise<Job> => app.jobs.wait((await job).id);
const createOne = (type: BackupInfo['type'] = 'full'): Promise<BackupInfo> => done(app.backup.create({ type }));
const activity = async (): Promise<string[]> => (await app.store.activity.list({ limit: 50 })).map(({ kind }) => kind);

async function restart(): Promise<void> {
  await app.close();
  app = await start();
}

describe('backups', () => {
  it('are made, listed, shown, searched and deleted, and each is told of', async () => {
    const info = await done<BackupInfo>(app.backup.create({ type: 'full', label: 'before the upgrade' }));
    expect(info).toMatchObject({ label: 'before the upgrade', verdict: 'valid', createdBy: 'manual', pinnedBy: null });
    expect(await app.backup.list()).toEqual([info]);
    expect(await app.backup.get(info.id.slice(0, 20))).toEqual(info);
    const files = await app.backup.files(info.id, { search: 'skill.md', offset: 0, limit: 10 });
    expect(files).toMatchObject({ total: 1, entries: [{ path: 'skills/deploy/SKILL.md', kind: 'file', area: 'skills' }] });
    expect(await app.backup.files(info.id, { offset: 2, limit: 1 })).toMatchObject({ total: 10, entries: [expect.anything()] });
    expect(await app.backup.delete(info.id)).toMatchObject({ id: info.id });
    expect(readdirSync(place.home.backups)).toEqual([]);
    await expect(app.backup.get(info.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await activity()).slice(0, 2)).toEqual(['backup.deleted', 'backup.created']);
  });

  it('wait for each other, and each names the command that would do the same', async () => {
    const jobs = [app.backup.create({ type: 'config' }), app.backup.create({ type: 'data', label: "it's mine" })];
    expect(jobs.map(({ state }) => state)).toEqual(['running', 'queued']);
    expect(jobs[1]?.command).toMatch(/^cofferdam backup create --type data --label /);
    await Promise.all(jobs.map((job) => done(job)));
  });

  it('are cancelled and leave nothing', async () => {
    writeFileSync(join(place.home.area('data'), 'big'), Buffer.alloc(40_000_000, 'abcdefg'));
    const job = app.backup.create({ type: 'full' });
    await app.jobs.cancel(job.id);
    expect(await app.jobs.wait(job.id)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' }, result: null });
    expect(readdirSync(place.home.backups)).toEqual([]);
  });

  it('are verified one or all, and what was found is kept', async () => {
    const [first, second] = [await createOne('config'), await createOne('data')];
    const bytes = readFileSync(first.path);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    writeFileSync(first.path, bytes);
    writeFileSync(join(place.home.backups, 'photos.zip'), rawZip([{ name: 'photo', content: 'x' }]));
    const result = await done<VerifyResult>(app.backup.verify(undefined, false));
    expect(result.ok).toBe(false);
    expect(Object.fromEntries(result.reports.map(({ id, verdict }) => [id, verdict]))).toEqual({
      [second.id]: 'valid',
      [first.id]: 'corrupt',
      'photos-zip': 'corrupt',
    });
    expect((await app.backup.get(first.id)).verdict).toBe('corrupt');
    expect(await done<VerifyResult>(app.backup.verify([second.id], true))).toMatchObject({ ok: true, reports: [{ deep: true }] });
    expect(await activity()).toContain('backup.damaged');
    await expect(app.backup.verify(['7777'], false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that are deleted while they wait to be verified are missing, and leave no record', async () => {
    const info = await createOne('config');
    const busy = app.backup.create({ type: 'data' });
    const verify = await app.backup.verify([info.id], false);
    await app.backup.delete(info.id);
    await done(busy);
    expect(await done<VerifyResult>(verify)).toMatchObject({ ok: false, reports: [{ verdict: 'missing' }] });
    expect(existsSync(`${info.path}.json`)).toBe(false);
  });

  it('go to another place and come back', async () => {
    const info = await createOne('config');
    const to = join(mkdtempSync(join(place.beside, 'export-')), 'x.zip');
    await done(app.backup.export(info.id, to));
    expect(await failed(app.backup.import(to))).toMatchObject({ state: 'failed', error: { code: 'ALREADY_EXISTS' } });
    await app.backup.delete(info.id);
    expect(await done(app.backup.import(to))).toMatchObject({ id: info.id, verdict: 'valid' });
    expect((await activity())[0]).toBe('backup.imported');
  });
});

describe('a restore', () => {
  it('is planned, staged, pins its backup, is cancelled', async () => {
    const info = await createOne();
    writeFileSync(join(place.home.area('skills'), 'later.md'), 'later');
    const plan = await done<RestoreChanges>(app.backup.plan(info.id, options()));
    expect(plan.areas.find(({ area }) => area === 'skills')).toMatchObject({ removed: 1 });
    expect(await app.backup.pending()).toEqual({ pending: null, last: null });

    const pending = await done<PendingRestore>(app.backup.restore(info.id, options()));
    expect(pending).toMatchObject({ kind: 'restore', backupId: info.id, state: 'staged' });
    expect((await app.backup.get(info.id)).pinnedBy).toBe('a restore that is staged');
    await expect(app.backup.delete(info.id)).rejects.toMatchObject({ code: 'CONFLICT', hint: expect.stringContaining('cancel-restore') });
    await expect(app.backup.undo()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await failed(app.backup.restore(info.id, options()))).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });

    expect(await app.backup.cancelRestore()).toEqual({ pending: null, last: null });
    expect(existsSync(pending.stagingDir)).toBe(false);
    await expect(app.backup.cancelRestore()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await app.backup.delete(info.id);
    expect((await activity()).slice(0, 3)).toEqual(['backup.deleted', 'restore.cancelled', 'restore.staged']);
  });

  it('is applied by the next start, reported, dismissed, undone and undone again', async () => {
    const info = await createOne();
    const later = join(place.home.area('skills'), 'later.md');
    writeFileSync(later, 'later');
    await done(app.backup.restore(info.id, options({ createCheckpoint: true, checkpointReason: 'to be safe' })));
    await restart();
    expect(existsSync(later)).toBe(false);
    const { last } = await app.backup.pending();
    expect(last).toMatchObject({ state: 'confirmed', success: true, seen: false, checkpointReason: 'to be safe', errors: [] });
    expect(await app.backup.get(last?.checkpointId ?? '')).toMatchObject({
      isCheckpoint: true,
      checkpointReason: 'to be safe',
      verdict: 'valid',
    });
    expect((await app.status()).unseenReport).toBe(true);
    expect((await app.backup.dismissReport()).last?.seen).toBe(true);
    expect((await app.status()).unseenReport).toBe(false);

    expect(await app.backup.undo()).toMatchObject({ kind: 'undo', state: 'staged' });
    await restart();
    expect(readFileSync(later, 'utf8')).toBe('later');
    await app.backup.undo();
    await restart();
    expect(existsSync(later)).toBe(false);
    expect(rowsOf(place.database)).toEqual({ A: 500 });
  });

  it('stays staged through a start that is not for it', async () => {
    const info = await createOne('config');
    await done(app.backup.restore(info.id, options()));
    await app.close();
    app = await start(false);
    expect((await app.backup.pending()).pending).toMatchObject({ backupId: info.id, state: 'staged' });
    // Cancelled undo leaves its undo point.
    await app.backup.cancelRestore();
  });

  it('can be had at once where no database is open, and can be undone', async () => {
    const info = await createOne();
    const profiles = join(place.home.area('config'), 'profiles.json');
    writeFileSync(profiles, 'changed');
    await expect(app.backup.restore(info.id, options({ requireRestart: false }))).rejects.toMatchObject({ code: 'CONFLICT' });
    const result = await done<RestoreResult>(app.backup.restore(info.id, options({ requireRestart: false, restoreData: false })));
    expect(result).toMatchObject({ state: 'confirmed', areas: ['config', 'skills'] });
    expect(readFileSync(profiles, 'utf8')).toBe('{"profiles":[]}');
    await app.backup.undo();
    // A cancelled undo can be asked for again: what it would bring back stays where it is.
    await app.backup.cancelRestore();
    await app.backup.undo();
    await restart();
    expect(readFileSync(profiles, 'utf8')).toBe('changed');
  });

  it('can not be cancelled once it is being applied', async () => {
    const info = await createOne('config');
    await done(app.backup.restore(info.id, options()));
    const journal = JSON.parse(readFileSync(place.home.journalFile, 'utf8')) as { current: { state: string } };
    journal.current.state = 'promoting';
    writeFileSync(place.home.journalFile, JSON.stringify(journal));
    await expect(app.backup.cancelRestore()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(existsSync(join(place.home.restore, 'staged'))).toBe(true);
  });

  it('of nothing, or of a backup that is not there, is refused', async () => {
    const info = await createOne('config');
    await expect(app.backup.restore('7777', options())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await failed(app.backup.restore(info.id, options({ restoreConfig: false })))).toMatchObject({
      error: { code: 'INVALID_INPUT' },
    });
    await expect(app.backup.undo()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    rmSync(info.path);
    await expect(app.backup.restore(info.id, options())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
