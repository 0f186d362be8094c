import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { relative } from 'node:path';
import { decodeTime, ulid } from 'ulid';
import { areasOf, type BackupInfo, type BackupSource, type BackupType } from '#shared/contract/backup.ts';
import type { Home } from '../boot/home.ts';
import { version } from '../boot/version.ts';
import { explainNoSpace, ioError } from '../files/index.ts';
import { runTask, type TaskOptions } from '../workers/index.ts';
import { type CreateInput, removeUnfinished } from './create-archive.ts';

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
  const input = createInput(home, options);
  await mkdir(home.backups, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw ioError('backup.create', error, home.backups);
  });
  let total = 0;
  const report: TaskOptions['report'] = (progress) => {
    if (progress.unit === 'bytes') total = progress.total ?? total;
    options.report?.(progress);
  };
  try {
    return await runTask(new URL('./create.worker.ts', import.meta.url), input, { signal: options.signal, report });
  } catch (error) {
    // The thread does so itself, unless it was ended in the midst of something that does not look up.
    await removeUnfinished(home.backups, input.header);
    throw await explainNoSpace(error, home.backups, total);
  }
}

/** What the thread is given. */
export function createInput(home: Home, options: Omit<CreateOptions, keyof TaskOptions>): CreateInput {
  const id = ulid();
  const areas = [...areasOf[options.type]];
  return {
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
}
