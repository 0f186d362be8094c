import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { BackupInfo, RestoreOptions, RestoreResult } from '#shared/contract/backup.ts';
import type { Home } from '../../boot/home.ts';
import { silentLog } from '../../log/index.ts';
import { openSqliteStore } from '../../store/index.ts';
import { createHere as create, options } from '../testing/create.ts';
import { addRows, rowsOf, testHome, treeOf } from '../testing/home.ts';
import { confirmRestore, rollBackRestore } from './finish.ts';
import { type GateOutcome, restoreGate } from './gate.ts';
import { readJournal, type RestoreRecord, writeJournal } from './journal.ts';
import { repairJournal } from './repair-journal.ts';
import { planRestore, stageRestore } from './stage-restore.ts';
import { sweepRestores } from './sweep.ts';
import { stageUndo, undoPoint } from './undo.ts';

const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-11-20T12:00:00Z');

const stage = (home: Home, info: BackupInfo, changes: Partial<RestoreOptions> = {}): Promise<RestoreRecord> =>
  stageRestore(home, info, options(changes), {});

const gate = (home: Home, apply = true): Promise<GateOutcome> =>
  restoreGate(home, { apply, checkpoint: () => create(home), log: silentLog, now: () => now });

async function restart(home: Home): Promise<RestoreResult> {
  const outcome = await gate(home);
  if (outcome.kind === 'rolled-back') return outcome.result;
  if (outcome.kind === 'none') throw new Error('nothing was staged');
  return confirmRestore(home, outcome.record, { keepUndoDays: 7, now });
}

const areaTrees = (home: Home) => ({
  config: treeOf(home.area('config')),
  data: treeOf(home.area('data')),
  skills: treeOf(home.area('skills')),
});

function changeEverything(home: Home): void {
  addRows(join(home.area('data'), 'app.db'), 'B', 7);
  writeFileSync(join(home.area('config'), 'profiles.json'), '{"profiles":["new"]}');
  writeFileSync(join(home.area('skills'), 'later.md'), 'later');
  rmSync(join(home.area('skills'), 'deploy'), { recursive: true });
}

describe('a restore', () => {
  it('brings back exactly what was backed up, and nothing before the next start', async () => {
    using place = testHome();
    const before = areaTrees(place.home);
    const info = await create(place.home);
    changeEverything(place.home);
    const changed = areaTrees(place.home);
    await stage(place.home, info);
    expect(areaTrees(place.home)).toEqual(changed);
    expect(await gate(place.home, false)).toEqual({ kind: 'none' });
    const result = await restart(place.home);
    expect(areaTrees(place.home)).toEqual(before);
    expect(result).toMatchObject({
      state: 'confirmed',
      success: true,
      filesRestored: 6,
      filesSkipped: 0,
      seen: false,
      undoUntil: '2026-11-27T12:00:00.000Z',
    });
    expect(statSync(join(place.home.area('skills'), 'deploy', 'run.sh')).mode & 0o777).toBe(0o750);
    expect(await gate(place.home)).toEqual({ kind: 'none' });
    expect(existsSync(join(place.home.restore, 'staged', result.id))).toBe(false);
  });

  it('restores exactly A when rows B lay in the log at the restart', async () => {
    using place = testHome();
    const info = await create(place.home);
    const writer = new Database(place.database);
    writer.pragma('wal_autocheckpoint = 0');
    writer.prepare('INSERT INTO note (text) VALUES (?)').run('B row');
    const log = readFileSync(`${place.database}-wal`);
    await stage(place.home, info);
    writer.close();
    writeFileSync(`${place.database}-wal`, log); // as a kill would have left it
    await restart(place.home);
    expect(existsSync(`${place.database}-wal`)).toBe(false);
    expect(rowsOf(place.database)).toEqual({ A: 500 });
  });

  it('tells what will change: files by kind, rows by table', async () => {
    using place = testHome();
    const info = await create(place.home);
    changeEverything(place.home);
    const changes = await planRestore(place.home, info, options(), {});
    expect(changes.areas.map(({ area, added, replaced, removed, unchanged }) => ({ area, added, replaced, removed, unchanged }))).toEqual([
      { area: 'config', added: 0, replaced: 1, removed: 0, unchanged: 0 },
      { area: 'data', added: 0, replaced: 1, removed: 0, unchanged: 1 },
      { area: 'skills', added: 2, replaced: 0, removed: 1, unchanged: 1 },
    ]);
    expect(changes.areas[2]?.samples).toContainEqual({ path: 'skills/later.md', change: 'removed' });
    expect(changes.databases).toEqual([{ path: 'data/app.db', tables: [{ table: 'note', rowsNow: 507, rowsAfter: 500 }] }]);
    expect(await readJournal(place.home)).toMatchObject({ current: null });
    expect(existsSync(join(place.home.restore, 'staged'))).toBe(false);
  });

  it('restores only the areas that were chosen', async () => {
    using place = testHome();
    const info = await create(place.home);
    const before = areaTrees(place.home);
    changeEverything(place.home);
    const changed = areaTrees(place.home);
    await stage(place.home, info, { restoreData: false, restoreSkills: false });
    await restart(place.home);
    expect(areaTrees(place.home)).toEqual({ ...changed, config: before.config });
  });

  it('refuses a choice of which the backup holds nothing', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    await expect(stage(place.home, info, { restoreConfig: false })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('holds config'),
    });
  });

  it('keeps what is live and adds what is missing with overwriteExisting: false', async () => {
    using place = testHome();
    const info = await create(place.home);
    changeEverything(place.home);
    const record = await stage(place.home, info, { overwriteExisting: false });
    expect(record).toMatchObject({ filesRestored: 2, filesSkipped: 4 });
    writeFileSync(join(place.home.area('skills'), 'after-staging.md'), 'kept too');
    await restart(place.home);
    expect(rowsOf(place.database)).toEqual({ A: 500, B: 7 });
    expect(readFileSync(join(place.home.area('config'), 'profiles.json'), 'utf8')).toContain('new');
    expect(Object.keys(treeOf(place.home.area('skills'))).sort()).toEqual([
      'after-staging.md',
      'deploy/',
      'deploy/SKILL.md',
      'deploy/run.sh',
      'later.md',
      'latest',
    ]);
  });

  it('takes the checkpoint before anything moves, and says so', async () => {
    using place = testHome();
    const info = await create(place.home);
    addRows(place.database, 'B', 7);
    await stage(place.home, info, { createCheckpoint: true, checkpointReason: 'to be safe' });
    let seen: Record<string, number> = {};
    const outcome = await restoreGate(place.home, {
      apply: true,
      checkpoint: async () => {
        seen = rowsOf(place.database);
        return { ...info, id: 'CHECKPOINT' };
      },
      log: silentLog,
      now: () => now,
    });
    expect(seen).toEqual({ A: 500, B: 7 });
    expect(outcome).toMatchObject({ kind: 'promoted', record: { checkpoint: { id: 'CHECKPOINT', reason: 'to be safe' } } });
  });

  it('goes on without a checkpoint that can not be made, and warns', async () => {
    using place = testHome();
    const info = await create(place.home);
    await stage(place.home, info, { createCheckpoint: true });
    const outcome = await restoreGate(place.home, {
      apply: true,
      checkpoint: () => Promise.reject(new Error('app.db is damaged')),
      log: silentLog,
      now: () => now,
    });
    expect(outcome).toMatchObject({ kind: 'promoted', record: { warnings: [expect.stringContaining('app.db is damaged')] } });
  });

  it('brings our own database to today’s schema while it is staged', async () => {
    using place = testHome();
    const store = await openSqliteStore(place.home.databaseFile, { log: silentLog });
    const { version } = store.schema();
    await store.close();
    const info = await create(place.home);
    expect(info.schemaVersion).toBe(version);
    const record = await stage(place.home, info);
    const staged = await openSqliteStore(join(place.home.staged(record.id, 'data'), 'cofferdam.db'), { log: silentLog });
    expect(staged.schema().version).toBe(version);
    await staged.close();
  });
});

describe('staging refuses and leaves nothing', () => {
  it('a second restore while one is staged', async () => {
    using place = testHome();
    const info = await create(place.home);
    await stage(place.home, info);
    await expect(stage(place.home, info)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('an archive that is not what was recorded', async () => {
    using place = testHome();
    const info = await create(place.home);
    await expect(stage(place.home, { ...info, checksum: '0'.repeat(64) })).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect(await readJournal(place.home)).toMatchObject({ current: null });
  });

  it('unless skipVerify, which is recorded', async () => {
    using place = testHome();
    const info = await create(place.home);
    const record = await stage(place.home, { ...info, checksum: '0'.repeat(64) }, { skipVerify: true });
    expect(record.warnings).toContain('Restored without verification, as asked');
  });

  it('an area that is a link, which no rename could replace', async () => {
    using place = testHome();
    const info = await create(place.home);
    const elsewhere = join(place.beside, 'elsewhere');
    mkdirSync(elsewhere);
    rmSync(place.home.area('skills'), { recursive: true });
    symlinkSync(elsewhere, place.home.area('skills'));
    await expect(stage(place.home, info)).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('skills') });
  });

  it('and is cancelled in the middle', async () => {
    using place = testHome();
    const info = await create(place.home);
    const controller = new AbortController();
    const staging = stageRestore(place.home, info, options(), { signal: controller.signal, report: () => controller.abort() });
    await expect(staging).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readJournal(place.home)).toMatchObject({ current: null });
  });
});

describe('a restored state that does not start', () => {
  it('is rolled back to what was there, with the reason', async () => {
    using place = testHome();
    const info = await create(place.home);
    changeEverything(place.home);
    const changed = areaTrees(place.home);
    await stage(place.home, info);
    const outcome = await gate(place.home);
    if (outcome.kind !== 'promoted') throw new Error('not promoted');
    const result = await rollBackRestore(place.home, outcome.record, new Error('it would not open'), now);
    expect(areaTrees(place.home)).toEqual(changed);
    expect(result).toMatchObject({ state: 'rolled-back', success: false, undoUntil: null, errors: [{ message: 'it would not open' }] });
    expect(await gate(place.home)).toEqual({ kind: 'none' });
  });

  it('is given up after two starts that died over it', async () => {
    using place = testHome();
    const info = await create(place.home);
    changeEverything(place.home);
    const changed = areaTrees(place.home);
    await stage(place.home, info);
    expect(await gate(place.home)).toMatchObject({ kind: 'promoted' });
    expect(await gate(place.home)).toMatchObject({ kind: 'promoted' });
    expect(await gate(place.home)).toMatchObject({
      kind: 'rolled-back',
      result: { errors: [{ message: expect.stringContaining('2 attempts') }] },
    });
    expect(areaTrees(place.home)).toEqual(changed);
  });

  it('is rolled back when something stands in the way of a move', async () => {
    using place = testHome();
    const info = await create(place.home);
    changeEverything(place.home);
    const changed = areaTrees(place.home);
    const record = await stage(place.home, info);
    mkdirSync(join(place.home.restore, 'aside'), { recursive: true });
    writeFileSync(place.home.aside(record.id), 'a file where the old areas should go');
    expect(await gate(place.home)).toMatchObject({ kind: 'rolled-back', result: { success: false } });
    expect(areaTrees(place.home)).toEqual(changed);
  });
});

describe('undo', () => {
  async function restored(home: Home) {
    const info = await create(home);
    changeEverything(home);
    const changed = areaTrees(home);
    await stage(home, info);
    const result = await restart(home);
    return { changed, after: areaTrees(home), result };
  }
  const noChanges = { backupId: 'x', backupCreatedAt: now.toISOString(), areas: [], databases: [], warnings: [] };

  it('brings back the state from before, and can itself be undone', async () => {
    using place = testHome();
    const { changed, after } = await restored(place.home);
    await stageUndo(place.home, await undoPoint(place.home, now), noChanges, now);
    expect(await restart(place.home)).toMatchObject({ kind: 'undo', state: 'confirmed' });
    expect(areaTrees(place.home)).toEqual(changed);
    await stageUndo(place.home, await undoPoint(place.home, now), noChanges, new Date(now.getTime() + 1));
    await restart(place.home);
    expect(areaTrees(place.home)).toEqual(after);
  });

  it('keeps the old state when the undo itself is rolled back', async () => {
    using place = testHome();
    const { after } = await restored(place.home);
    await stageUndo(place.home, await undoPoint(place.home, now), noChanges, now);
    const outcome = await gate(place.home);
    if (outcome.kind !== 'promoted') throw new Error('not promoted');
    await rollBackRestore(place.home, outcome.record, new Error('no'), now);
    expect(areaTrees(place.home)).toEqual(after);
    await expect(undoPoint(place.home, now)).resolves.toBeDefined();
  });

  it('is over when its time is, and the folder is swept', async () => {
    using place = testHome();
    const { result } = await restored(place.home);
    const later = new Date(now.getTime() + 8 * day);
    await expect(undoPoint(place.home, later)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await sweepRestores(place.home, { keepUndoDays: 7, now, log: silentLog });
    expect(existsSync(place.home.aside(result.id))).toBe(true);
    await sweepRestores(place.home, { keepUndoDays: 7, now: later, log: silentLog });
    expect(existsSync(place.home.aside(result.id))).toBe(false);
  });

  it('is not there before any restore, nor while one is staged', async () => {
    using place = testHome();
    await expect(undoPoint(place.home, now)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await stage(place.home, await create(place.home));
    await expect(undoPoint(place.home, now)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('the journal', () => {
  it('that is damaged is set aside, and areas that a crash left aside go back', async () => {
    using place = testHome();
    const before = areaTrees(place.home);
    const record = await stage(place.home, await create(place.home));
    mkdirSync(place.home.aside(record.id), { recursive: true });
    execMove(place.home.area('data'), place.home.aside(record.id, 'data'));
    writeFileSync(place.home.journalFile, '{"version":');
    await repairJournal(place.home, silentLog, now);
    expect(areaTrees(place.home)).toEqual(before);
    expect(await gate(place.home)).toEqual({ kind: 'none' });
    expect(existsSync(join(place.home.quarantine, `journal-${now.getTime()}.json`))).toBe(true);
  });

  it('refuses to be written wrongly', async () => {
    using place = testHome();
    await expect(writeJournal(place.home, { version: 2 } as never)).rejects.toThrow();
  });
});

function execMove(from: string, to: string): void {
  mkdirSync(join(to, '..'), { recursive: true });
  renameSync(from, to);
}
