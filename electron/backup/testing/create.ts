import type { BackupInfo, BackupType } from '#shared/contract/backup.ts';
import { defaultRestoreOptions, type RestoreOptions } from '#shared/contract/backup.ts';
import type { Home } from '../../boot/home.ts';
import type { TaskContext } from '../../workers/index.ts';
import { createBackup } from '../create-backup.ts';

export const create = (home: Home, type: BackupType = 'full'): Promise<BackupInfo> =>
  createBackup(home, { type, createdBy: 'manual', level: 3 });

/** A worker's context, for calling in this thread what usually runs in one. */
export const context = (): TaskContext => ({ signal: new AbortController().signal, check: () => undefined, report: () => undefined });

export const options = (changes: Partial<RestoreOptions> = {}): RestoreOptions => ({
  ...defaultRestoreOptions(),
  createCheckpoint: false,
  ...changes,
});
