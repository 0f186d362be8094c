import { existsSync } from 'node:fs';
import { ulid } from 'ulid';
import { defaultRestoreOptions, type RestoreChanges } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { failPoint } from '../../files/index.ts';
import { changeJournal, readJournal, type RestoreRecord, type UndoPoint } from './journal.ts';

/** The state that an undo would bring back. @throws NOT_FOUND, CONFLICT */
export async function undoPoint(home: Home, now: Date): Promise<UndoPoint> {
  const { current, undo } = await readJournal(home);
  if (current) throw restorePending();
  if (!undo)
    throw new AppError('restore.undo', 'NOT_FOUND', 'There is no restore to undo', {
      hint: '"cofferdam backup list" shows what can be restored.',
    });
  if (Date.parse(undo.until) < now.getTime() || !undo.areas.every((area) => existsSync(home.aside(undo.id, area)))) {
    throw new AppError('restore.undo', 'NOT_FOUND', `The state from before the restore was kept until ${undo.until}`, {
      hint: 'The checkpoint taken before that restore is among the backups.',
    });
  }
  return undo;
}

/** Stages the old areas where they lie: writing the journal is all there is to it, so there is no half of it. */
export async function stageUndo(home: Home, point: UndoPoint, changes: RestoreChanges, now: Date): Promise<RestoreRecord> {
  const record: RestoreRecord = {
    id: ulid(now.getTime()),
    kind: 'undo',
    backupId: point.backupId,
    backupPath: '',
    source: `aside/${point.id}`,
    state: 'staged',
    direction: 'forward',
    attempts: 0,
    createdAt: now.toISOString(),
    options: defaultRestoreOptions(),
    areas: point.areas,
    changes,
    filesRestored: changes.areas.reduce((sum, { added, replaced, unchanged }) => sum + added + replaced + unchanged, 0),
    filesSkipped: 0,
    checkpoint: null,
    warnings: [],
    errors: [],
  };
  failPoint('undo:before');
  await changeJournal(home, (journal) => {
    if (journal.current) throw restorePending();
    return { ...journal, current: record };
  });
  failPoint('undo:journaled');
  return record;
}

export const restorePending = (): AppError =>
  new AppError('restore.stage', 'CONFLICT', 'A restore is already waiting for the next start', {
    hint: 'Restart to apply it, or discard it with "cofferdam backup cancel-restore".',
  });
