import type { BackupInfo, BackupType } from '#shared/contract/backup.ts';
import { defaultRestoreOptions, type RestoreOptions } from '#shared/contract/backup.ts';
import type { Home } from '../../boot/home.ts';
import type { TaskContext } from '../../workers/index.ts';
import { createArchive } from '../create-archive.ts';
import { createBackup, createInput } from '../create-backup.ts';

export const create = (home: Home, type: BackupType = 'full'): Promise<BackupInfo> =>
  createBackup(home, { type, createdBy: 'manual', level: 3 });

/** The same in this thread: to start another one takes longer than a small backup. */
export const createHere = (home: Home, type: BackupType = 'full'): Promise<BackupInfo> =>
  createArchive(createInput(home, { type, createdBy: 'manual', level: 3 }), context());

/** A worker's context, for calling in this thread what usually runs in one. */
export const context = (): TaskContext => ({ signal: new AbortController().signal, check: () => undefined, report: () => undefined });

export const options = (changes: Partial<RestoreOptions> = {}): RestoreOptions => ({
  ...defaultRestoreOptions(),
  createCheckpoint: false,
  ...changes,
});
