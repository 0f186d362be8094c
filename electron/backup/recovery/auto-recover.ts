import { mkdtemp, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { BackupInfo } from '#shared/contract/backup.ts';
import type { AutoRecoveryResult, DatabaseRepairDetail } from '#shared/contract/recovery.ts';
import type { Home } from '../../boot/home.ts';
import type { Logger } from '../../log/index.ts';
import { runTask, type TaskOptions } from '../../workers/index.ts';
import { Catalogue } from '../catalogue.ts';
import { checkHealth } from '../check-health.ts';
import type { FromBackup, FromBackupInput } from './from-backup.ts';
import type { Repaired, RepairInput } from './repair-copy.ts';
import { replaceDatabase } from './replace-database.ts';

const scratchPrefix = '.repair-';

export interface RecoverOptions extends TaskOptions {
  log: Logger;
  now: () => Date;
}

/**
 * Checks every database of the home and brings each damaged one back by the mildest means that works; the others are
 * not touched. The damaged original goes to quarantine, whatever becomes of it. No database may be open.
 */
export async function autoRecover(home: Home, options: RecoverOptions): Promise<AutoRecoveryResult> {
  const { log, now } = options;
  const checked = await checkHealth(home, options);
  const name = (path: string): string => relative(home.root, path);
  const result: AutoRecoveryResult = {
    checkedAt: now().toISOString(),
    recovered: false,
    databasesChecked: checked.map(({ path }) => name(path)),
    corruptedDatabases: checked.filter(({ problems }) => problems.length > 0).map(({ path, problems }) => ({ path: name(path), problems })),
    repairedDatabases: [],
    repairDetails: {},
    errors: [],
  };
  for (const { path, problems } of result.corruptedDatabases) {
    log.error('A database is damaged', { path, problems });
    try {
      const detail = await recoverOne(home, path, options);
      result.repairedDatabases.push(path);
      result.repairDetails[path] = detail;
      log.warn('Repaired a database', { path, ...detail });
    } catch (error) {
      log.error('A database could not be repaired', { path, error });
      result.errors.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { ...result, recovered: result.repairedDatabases.length > 0 };
}

async function recoverOne(home: Home, path: string, options: RecoverOptions): Promise<DatabaseRepairDetail> {
  const absolute = join(home.root, path);
  const scratch = await mkdtemp(join(home.quarantine, scratchPrefix));
  try {
    const input: RepairInput = { path: absolute, scratch };
    const repaired = await runTask<Repaired>(new URL('./repair.worker.ts', import.meta.url), input, options);
    if (repaired) {
      const { method, tables, partialImport, warnings } = repaired;
      return {
        method,
        tables,
        partialImport,
        warnings,
        quarantine: await replaceDatabase(home, absolute, repaired.path),
        backupId: null,
        backupTime: null,
      };
    }
    const target = join(scratch, 'from-backup.db');
    const backups = (await new Catalogue(home, options.log).list()).filter(hasData);
    const wanted: FromBackupInput = { backups, entry: path, target };
    const found = await runTask<FromBackup>(new URL('./from-backup.worker.ts', import.meta.url), wanted, options);
    const quarantine = await replaceDatabase(home, absolute, found ? target : null);
    return found
      ? {
          ...nothingKept,
          method: 'backup',
          warnings: [`It is as it was in the backup of ${found.createdAt}`],
          quarantine,
          backupId: found.id,
          backupTime: found.createdAt,
        }
      : {
          ...nothingKept,
          method: 'empty',
          warnings: ['Nothing of it could be brought back, and no backup holds it: it starts empty'],
          quarantine,
          backupId: null,
          backupTime: null,
        };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const nothingKept = { tables: [], partialImport: true };

const hasData = ({ areas, problem }: BackupInfo): boolean => areas.includes('data') && problem === null;
