import { closeSync, openSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { writeFully } from '../../files/index.ts';
import type { TaskContext } from '../../workers/index.ts';
import { openArchive } from '../inspect-archive.ts';
import { damageOf } from './rungs.ts';

export interface FromBackupInput {
  /** Newest first. */
  backups: Pick<BackupInfo, 'id' | 'createdAt' | 'path'>[];
  /** Path of the database inside a backup. */
  entry: string;
  target: string;
}

export type FromBackup = { id: string; createdAt: string } | null;

/** Takes one database out of the newest backup in which it is whole. Runs in a worker. */
export async function databaseFromBackup({ backups, entry, target }: FromBackupInput, { check, report }: TaskContext): Promise<FromBackup> {
  for (const [index, { id, createdAt, path }] of backups.entries()) {
    report({ phase: 'Repairing: backup', done: index, total: backups.length, unit: 'steps', item: createdAt });
    if (await extractDatabase(path, entry, target, check)) return { id, createdAt };
  }
  return null;
}

async function extractDatabase(path: string, wanted: string, target: string, check: () => void): Promise<boolean> {
  try {
    const archive = await openArchive(path);
    try {
      const entry = archive.manifest.entries.find(({ path: name, kind }) => name === wanted && kind === 'sqlite');
      if (!entry) return false;
      const hash = createHash('sha256');
      const descriptor = openSync(target, 'w', 0o600);
      try {
        for await (const chunk of archive.read(entry)) {
          check();
          hash.update(chunk);
          writeFully(descriptor, chunk);
        }
      } finally {
        closeSync(descriptor);
      }
      return hash.digest('hex') === entry.sha256 && damageOf(target).length === 0;
    } finally {
      archive.close();
    }
  } catch (error) {
    if (
      error instanceof AppError &&
      (error.code === 'CORRUPT' || error.code === 'TAMPERED' || error.code === 'NOT_FOUND' || error.code === 'UNSUPPORTED')
    )
      return false;
    throw error;
  }
}
