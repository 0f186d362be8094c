import { rm } from 'node:fs/promises';
import type { RestoreResult } from '#shared/contract/backup.ts';
import { toErrorData } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { failPoint } from '../../files/index.ts';
import { changeJournal, type RestoreRecord, sourceFolder } from './journal.ts';
import { demoteAreas } from './promote.ts';

const day = 24 * 60 * 60 * 1000;

/** The restored state has opened and passed its check: from here on it is the state. The old one is kept for undo. */
export async function confirmRestore(
  home: Home,
  record: RestoreRecord,
  options: { keepUndoDays: number; now: Date },
): Promise<RestoreResult> {
  failPoint('confirm:before');
  const until = new Date(options.now.getTime() + options.keepUndoDays * day).toISOString();
  const last: RestoreResult = { ...outcome(record, options.now), state: 'confirmed', success: true, undoUntil: until };
  const undo = { id: record.id, backupId: record.backupId, areas: record.areas, until };
  await changeJournal(home, (journal) => ({ ...journal, current: null, last, undo }));
  failPoint('confirm:recorded');
  await removeSource(home, record);
  failPoint('confirm:done');
  return last;
}

/**
 * Puts the old areas back and says why. May be run again after a crash anywhere.
 * @throws when a folder can't be moved; the record stays, and the next start tries again.
 */
export async function rollBackRestore(home: Home, record: RestoreRecord, reason: unknown, now: Date): Promise<RestoreResult> {
  const back: RestoreRecord = {
    ...record,
    direction: 'back',
    errors: reason === undefined ? record.errors : [...record.errors, toErrorData(reason, 'restore')],
  };
  await changeJournal(home, (journal) => ({ ...journal, current: back }));
  failPoint('rollback:marked');
  await demoteAreas(home, back);
  failPoint('rollback:moved');
  const last: RestoreResult = { ...outcome(back, now), state: 'rolled-back', success: false, filesRestored: 0, undoUntil: null };
  // Its areas have left the place an undo would take them from.
  await changeJournal(home, (journal) => ({ ...journal, current: null, last, undo: journal.undo?.id === back.id ? null : journal.undo }));
  failPoint('rollback:recorded');
  // For an undo the folder holds the undo point, which stays.
  if (back.kind === 'restore') await removeSource(home, back);
  return last;
}

/** What stays is swept at the next start; it must not turn an outcome that is recorded into another one. */
const removeSource = (home: Home, record: RestoreRecord): Promise<void> =>
  rm(sourceFolder(home, record), { recursive: true, force: true }).catch(() => undefined);

function outcome(record: RestoreRecord, now: Date): Omit<RestoreResult, 'state' | 'success' | 'undoUntil'> {
  return {
    id: record.id,
    kind: record.kind,
    backupId: record.backupId,
    finishedAt: now.toISOString(),
    areas: record.areas,
    filesRestored: record.filesRestored,
    filesSkipped: record.filesSkipped,
    changes: record.changes,
    checkpointId: record.checkpoint?.id ?? null,
    checkpointAt: record.checkpoint?.at ?? null,
    checkpointReason: record.checkpoint?.reason ?? null,
    warnings: record.warnings,
    errors: record.errors,
    seen: false,
  };
}
