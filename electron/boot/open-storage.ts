import { existsSync } from 'node:fs';
import type { RestoreResult } from '#shared/contract/backup.ts';
import type { JobProgress } from '#shared/contract/job.ts';
import { AppError } from '#shared/errors.ts';
import { confirmRestore, createBackup, type GateOutcome, rollBackRestore } from '../backup/index.ts';
import type { Logger } from '../log/index.ts';
import type { SettingsFile } from '../settings/index.ts';
import { knownMigrations, openSqliteStore, readSchemaState, type StorageBackend } from '../store/index.ts';
import type { Home } from './home.ts';

interface Opening {
  home: Home;
  log: Logger;
  settings: SettingsFile;
  now: () => Date;
  report: ((progress: Partial<JobProgress>) => void) | undefined;
}

/**
 * Opens storage at today's schema. After a restore this is its proof: only what opens, migrates and passes its check
 * is confirmed; anything else is rolled back and the old state opened instead.
 */
export async function openStorage(
  opening: Opening,
  outcome: GateOutcome,
): Promise<{ store: StorageBackend; restored: RestoreResult | null }> {
  const { home, log, settings, now } = opening;
  if (outcome.kind !== 'promoted') return { store: await open(opening), restored: outcome.kind === 'rolled-back' ? outcome.result : null };
  let store: StorageBackend | undefined;
  try {
    store = await open(opening);
    await store.check();
    return {
      store,
      restored: await confirmRestore(home, outcome.record, { keepUndoDays: settings.current.backup.keepUndoDays, now: now() }),
    };
  } catch (error) {
    log.error('The restored state failed its check and is rolled back', { id: outcome.record.id, error });
    await store?.close();
    const restored = await rollBackRestore(home, outcome.record, error, now());
    await settings.reload();
    return { store: await open(opening), restored };
  }
}

async function open(opening: Opening): Promise<StorageBackend> {
  const { home, log } = opening;
  try {
    await checkpointBeforeMigration(opening);
    return await openSqliteStore(home.databaseFile, { log });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CORRUPT') throw error;
    throw new AppError('boot.storage', 'CORRUPT', error.message, {
      hint: `Move ${home.databaseFile} away and start again: Cofferdam then starts empty, and "cofferdam backup restore" brings the last backup back.`,
      details: error.details,
      cause: error,
    });
  }
}

async function checkpointBeforeMigration({ home, log, settings, report }: Opening): Promise<void> {
  const schema = existsSync(home.databaseFile) ? readSchemaState(home.databaseFile) : null;
  const known = knownMigrations().length;
  if (!schema || schema.version >= known) return;
  const reason = `before migrating from schema ${schema.version} to ${known}`;
  const level = settings.current.backup.compressionLevel;
  await createBackup(home, { type: 'full', createdBy: 'checkpoint', checkpointReason: reason, level, report });
  log.info('Took a checkpoint', { reason });
}
