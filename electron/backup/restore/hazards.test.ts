import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Home, homeAt } from '../../boot/home.ts';
import { silentLog } from '../../log/index.ts';
import { createHere as create, options } from '../testing/create.ts';
import { addRows, testHome, treeOf } from '../testing/home.ts';
import { canMount, needsMount, smallDisk } from '../testing/small-disk.ts';
import { confirmRestore, rollBackRestore } from './finish.ts';
import { type GateOutcome, restoreGate } from './gate.ts';
import { changeJournal, emptyJournal, readJournal, type RestoreRecord, writeJournal } from './journal.ts';
import { repairJournal } from './repair-journal.ts';
import { stageRestore } from './stage-restore.ts';
import { stageUndo, undoPoint } from './undo.ts';

const now = new Date('2026-11-20T12:00:00Z');
const noChanges = { backupId: 'x', backupCreatedAt: now.toISOString(), areas: [], databases: [], warnings: [] };

const gate = (home: Home): Promise<GateOutcome> =>
  restoreGate(home, { apply: true, checkpoint: () => create(home), log: silentLog, now: () => now });

async function staged(home: Home): Promise<RestoreRecord> {
  const info = await create(home);
  addRows(join(home.area('data'), 'app.db'), 'B', 7);
  return stageRestore(home, info, options(), {});
}

async function promoted(home: Home): Promise<RestoreRecord> {
  await staged(home);
  const outcome = await gate(home);
  if (outcome.kind !== 'promoted') throw new Error(JSON.stringify(outcome));
  return outcome.record;
}

const treeOfHome = (home: Home) => ['config', 'data', 'skills'].map((area) => treeOf(join(home.root, area)));

describe('a staged area that is gone', () => {
  it.each(['data', 'skills'] as const)('(%s) is never taken for an empty one: the old state stays', async (area) => {
    using place = testHome();
    const record = await staged(place.home);
    const before = treeOfHome(place.home);
    rmSync(place.home.staged(record.id, area), { recursive: true });
    expect(await gate(place.home)).toMatchObject({
      kind: 'rolled-back',
      result: { success: false, errors: [{ code: 'NOT_FOUND', message: expect.stringContaining(area) }] },
    });
    expect(treeOfHome(place.home)).toEqual(before);
    expect(await gate(place.home)).toEqual({ kind: 'none' });
  });

  it('is found before anything moves', async () => {
    using place = testHome();
    const record = await staged(place.home);
    rmSync(place.home.staged(record.id), { recursive: true });
    await gate(place.home);
    expect(existsSync(place.home.aside(record.id))).toBe(false);
  });

  it('does not stop an undo whose area a crash had already moved', async () => {
    using place = testHome();
    const record = await promoted(place.home);
    await confirmRestore(place.home, record, { keepUndoDays: 7, now });
    const undo = await stageUndo(place.home, await undoPoint(place.home, now), noChanges, now);
    // As a kill between the two renames of the first area would leave it.
    mkdirSync(place.home.aside(undo.id), { recursive: true });
    renameSync(place.home.area('config'), place.home.aside(undo.id, 'config'));
    await writeJournal(place.home, { ...(await readJournal(place.home)), current: { ...undo, state: 'promoting' } });
    expect(await gate(place.home)).toMatchObject({ kind: 'promoted' });
    expect(readdirSync(place.home.area('config'))).toEqual(['profiles.json']);
  });
});

describe('after a confirmed restore', () => {
  it.skipIf(!canMount)(`a staging folder that can not be removed undoes nothing (${needsMount})`, async () => {
    using place = testHome();
    const record = await promoted(place.home);
    using busy = smallDisk('1m', join(place.home.staged(record.id), 'busy'));
    expect(busy.path).toBeDefined();
    expect(await confirmRestore(place.home, record, { keepUndoDays: 7, now })).toMatchObject({ state: 'confirmed' });
    expect(await readJournal(place.home)).toMatchObject({ current: null, last: { state: 'confirmed' } });
  });

  it('a roll-back that comes after all leaves no undo of nothing', async () => {
    using place = testHome();
    const record = await promoted(place.home);
    await confirmRestore(place.home, record, { keepUndoDays: 7, now });
    await rollBackRestore(place.home, record, new Error('late'), now);
    await expect(undoPoint(place.home, now)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('an earlier undo survives the roll-back of a later restore', async () => {
    using place = testHome();
    const first = await promoted(place.home);
    await confirmRestore(place.home, first, { keepUndoDays: 7, now });
    const second = await promoted(place.home);
    await rollBackRestore(place.home, second, new Error('no'), now);
    expect(await undoPoint(place.home, now)).toMatchObject({ id: first.id });
  });
});

describe('the journal', () => {
  it('loses nothing when two change it at once', async () => {
    using place = testHome();
    const undo = (id: string) => ({ id, backupId: id, areas: [], until: now.toISOString() });
    await writeJournal(place.home, { ...emptyJournal(), undo: undo('0') });
    await Promise.all(
      Array.from({ length: 30 }, () =>
        changeJournal(place.home, (journal) => ({ ...journal, undo: undo(String(Number(journal.undo?.id) + 1)) })),
      ),
    );
    expect((await readJournal(place.home)).undo?.id).toBe('30');
  });

  it('goes on after a change that was refused', async () => {
    using place = testHome();
    const refused = changeJournal(place.home, () => {
      throw new Error('no');
    });
    const next = changeJournal(place.home, (journal) => journal);
    await expect(refused).rejects.toThrow('no');
    expect(await next).toEqual(emptyJournal());
  });

  it('lets only one of two restores that end at once be staged, and removes the other', async () => {
    using place = testHome();
    const info = await create(place.home);
    const both = await Promise.allSettled([1, 2].map(() => stageRestore(place.home, info, options(), {})));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } });
    const { current } = await readJournal(place.home);
    expect(readdirSync(join(place.home.restore, 'staged'))).toEqual([current?.id]);
  });
});

describe('a journal that can not be read', () => {
  it('after half of the areas had moved brings back all of the old ones, and keeps the new ones', async () => {
    using place = testHome();
    const record = await staged(place.home);
    const before = treeOfHome(place.home);
    mkdirSync(place.home.aside(record.id), { recursive: true });
    for (const area of ['config', 'data'] as const) {
      renameSync(place.home.area(area), place.home.aside(record.id, area));
      renameSync(place.home.staged(record.id, area), place.home.area(area));
    }
    writeFileSync(place.home.journalFile, 'garbage');
    await repairJournal(place.home, silentLog, now);
    expect(treeOfHome(place.home)).toEqual(before);
    expect(readdirSync(place.home.quarantine).sort()).toEqual(
      ['config', 'data', 'journal'].map((name) => expect.stringMatching(`^${name}-`)),
    );
  });

  it('after all of them had moved leaves the new ones, with the old ones aside', async () => {
    using place = testHome();
    const record = await promoted(place.home);
    const after = treeOfHome(place.home);
    writeFileSync(place.home.journalFile, 'garbage');
    await repairJournal(place.home, silentLog, now);
    expect(treeOfHome(place.home)).toEqual(after);
    expect(readdirSync(place.home.aside(record.id)).sort()).toEqual(['config', 'data', 'skills']);
  });
});

describe('a home', () => {
  it('that is reached through a link can be restored', async () => {
    using place = testHome();
    const elsewhere = mkdtempSync(join(tmpdir(), 'cofferdam-link-'));
    const link = join(elsewhere, 'home');
    symlinkSync(place.home.root, link);
    try {
      const home = homeAt(link);
      await staged(home);
      expect(await gate(home)).toMatchObject({ kind: 'promoted' });
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it.skipIf(!canMount)(`that is reached through a link to another disk can be restored (${needsMount})`, async () => {
    using place = testHome();
    using disk = smallDisk('64m');
    cpSync(place.home.root, join(disk.path, 'home'), { recursive: true, verbatimSymlinks: true });
    const link = join(place.beside, 'link');
    symlinkSync(join(disk.path, 'home'), link);
    const home = homeAt(link);
    await staged(home);
    expect(await gate(home)).toMatchObject({ kind: 'promoted' });
  });

  it.skipIf(!canMount)(`with an area on another disk is refused before anything is staged (${needsMount})`, async () => {
    using place = testHome();
    const info = await create(place.home);
    using disk = smallDisk('16m', join(place.home.root, 'skills'));
    expect(disk.path).toBeDefined();
    await expect(stageRestore(place.home, info, options(), {})).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('another file system'),
    });
    // Not asked for, it does not matter.
    await stageRestore(place.home, info, options({ restoreSkills: false }), {});
  });
});

describe('skipVerify', () => {
  /** Flips a bit in the stored content of one file: noise.bin does not compress, so its bytes lie there as they are. */
  async function damagedAt(home: Home, needle: Buffer): Promise<Awaited<ReturnType<typeof create>>> {
    const info = await create(home);
    const bytes = readFileSync(info.path);
    const at = bytes.indexOf(needle);
    expect(at).toBeGreaterThan(0);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(info.path, bytes);
    return info;
  }

  it('restores a file with a flipped bit, which is refused without it, and names it', async () => {
    using place = testHome();
    const noise = readFileSync(join(place.home.area('data'), 'artifacts', 'noise.bin'));
    const info = await damagedAt(place.home, noise.subarray(1000, 1100));
    await expect(stageRestore(place.home, info, options(), {})).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    await expect(stageRestore(place.home, { ...info, checksum: '' }, options(), {})).rejects.toMatchObject({ code: 'CORRUPT' });
    const record = await stageRestore(place.home, info, options({ skipVerify: true }), {});
    expect(record.warnings).toContainEqual(expect.stringMatching(/data\/artifacts\/noise\.bin .*restored all the same/));
    const restored = readFileSync(join(place.home.staged(record.id, 'data'), 'artifacts', 'noise.bin'));
    expect(restored.length).toBe(noise.length);
    expect(restored.equals(noise)).toBe(false);
  });

  it('leaves out what can not be unpacked at all, names it and restores the rest', async () => {
    using place = testHome();
    const info = await create(place.home);
    const bytes = readFileSync(info.path);
    const name = Buffer.from('skills/deploy/SKILL.md');
    const content = bytes.indexOf(name) + name.length;
    bytes.fill(0xff, content, content + 12); // deflate has no block of type 3
    writeFileSync(info.path, bytes);
    const record = await stageRestore(place.home, info, options({ skipVerify: true }), {});
    expect(record.warnings).toContainEqual(expect.stringMatching(/skills\/deploy\/SKILL\.md .*left out/));
    expect(Object.keys(treeOf(place.home.staged(record.id, 'skills')))).toEqual(['deploy/', 'deploy/run.sh', 'latest']);
  });
});

describe('a restore that fails', () => {
  it('leaves nothing staged, even when its thread dies', async () => {
    using place = testHome();
    const info = await create(place.home);
    const controller = new AbortController();
    const report = (): void => controller.abort();
    await expect(stageRestore(place.home, info, options(), { signal: controller.signal, report })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(readdirSync(join(place.home.restore, 'staged'))).toEqual([]);
  });
});
