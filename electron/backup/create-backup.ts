import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { relative } from 'node:path';
import { decodeTime, ulid } from 'ulid';
import { areasOf, type BackupInfo, type BackupSource, type BackupType } from '#shared/contract/backup.ts';
import type { Home } from '../boot/home.ts';
import { version } from '../boot/version.ts';
import { ioError } from '../files/index.ts';
import { runTask, type TaskOptions } from '../workers/index.ts';
import type { CreateInput } from './create-archive.ts';

export interface CreateOptions extends TaskOptions {
  type: BackupType;
  createdBy: BackupSource;
  label?: string | undefined;
  checkpointReason?: string | undefined;
  /** Deflate level, 1 to 9. */
  level: number;
}

/**
 * Backs up the home's areas into a new, verified archive.
 * @throws NO_SPACE, BUSY, CORRUPT (a database of the home is damaged), PERMISSION_DENIED, CANCELLED
 */
export async function createBackup(home: Home, options: CreateOptions): Promise<BackupInfo> {
  const id = ulid();
  const areas = [...areasOf[options.type]];
  const input: CreateInput = {
    folder: home.backups,
    level: options.level,
    roots: Object.fromEntries(areas.map((area) => [area, home.area(area)])),
    schemaOf: relative(home.root, home.databaseFile),
    header: {
      id,
      createdAt: new Date(decodeTime(id)).toISOString(),
      host: hostname(),
      version,
      type: options.type,
      areas,
      createdBy: options.createdBy,
      label: options.label ?? null,
      checkpointReason: options.checkpointReason ?? null,
    },
  };
  await mkdir(home.backups, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw ioError('backup.create', error, home.backups);
  });
  return runTask(new URL('./create.worker.ts', import.meta.url), input, options);
}
