import type { BackupInfo, RestoreResult } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { failPoint } from '../../files/index.ts';
import type { Logger } from '../../log/index.ts';
import { localTime } from '../describe.ts';
import { rollBackRestore } from './finish.ts';
import { changeJournal, readJournal, type RestoreRecord } from './journal.ts';
import { mergeLive } from './merge-live.ts';
import { promoteAreas } from './promote.ts';

export interface GateOptions {
  /** False leaves a staged restore for a later start, but still finishes one that a crash interrupted. */
  apply: boolean;
  /** Backs up today's state before it is replaced. */
  checkpoint: (reason: string) => Promise<BackupInfo>;
  log: Logger;
  now: () => Date;
}

/** `promoted`: the new areas are in place; the caller opens them and confirms, or rolls back. */
export type GateOutcome = { kind: 'none' } | { kind: 'promoted'; record: RestoreRecord } | { kind: 'rolled-back'; result: RestoreResult };

/** A restore that starts keep dying over is given up. */
const mostAttempts = 2;

/** Runs at every start, before any database opens. With nothing to do it costs the reading of one small file. */
export async function restoreGate(home: Home, options: GateOptions): Promise<GateOutcome> {
  const { current } = await readJournal(home);
  if (!current || (current.state === 'staged' && !options.apply)) return { kind: 'none' };
  const rollBack = async (reason: unknown): Promise<GateOutcome> => ({
    kind: 'rolled-back',
    result: await rollBackRestore(home, current, reason, options.now()),
  });
  if (current.direction === 'back') return rollBack(undefined);
  if (current.attempts >= mostAttempts) {
    return rollBack(
      new AppError('restore.gate', 'INTERNAL', `The restored state did not start in ${current.attempts} attempts`, {
        hint: 'The log tells what went wrong at each of them.',
      }),
    );
  }
  let record: RestoreRecord = { ...current, attempts: current.attempts + 1 };
  const save = async (changes: Partial<RestoreRecord>): Promise<void> => {
    record = { ...record, ...changes };
    await changeJournal(home, (journal) => ({ ...journal, current: record }));
  };
  try {
    await save({});
    if (record.state === 'staged') {
      await save(await takeCheckpoint(record, options));
      failPoint('gate:checkpointed');
      if (!record.options.overwriteExisting && record.kind === 'restore') await mergeLive(home, record);
      failPoint('gate:merged');
      await save({ state: 'promoting' });
      failPoint('gate:promoting');
    }
    await promoteAreas(home, record);
    await save({ state: 'promoted' });
    failPoint('gate:promoted');
    return { kind: 'promoted', record };
  } catch (error) {
    options.log.error('A restore failed and is rolled back', { id: record.id, error });
    return { kind: 'rolled-back', result: await rollBackRestore(home, record, error, options.now()) };
  }
}

/**
 * A restore is often wanted because today's state is damaged, and then it can't be backed up. That must not stop the
 * restore: the old areas are kept aside whole, so nothing is lost without the checkpoint.
 */
async function takeCheckpoint(record: RestoreRecord, options: GateOptions): Promise<Partial<RestoreRecord>> {
  if (!record.options.createCheckpoint || record.kind === 'undo' || record.checkpoint) return {};
  const reason = record.options.checkpointReason ?? `before restoring the backup of ${localTime(record.changes.backupCreatedAt)}`;
  try {
    const info = await options.checkpoint(reason);
    return { checkpoint: { id: info.id, at: info.createdAt, reason } };
  } catch (error) {
    options.log.warn('No checkpoint before the restore', { error });
    const why = error instanceof Error ? error.message : String(error);
    return {
      warnings: [...record.warnings, `No safety copy could be made (${why}). The state from before is kept aside: undo brings it back.`],
    };
  }
}
