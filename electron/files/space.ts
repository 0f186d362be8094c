import { statfs } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { formatBytes } from '#shared/format.ts';

/** Bytes an unprivileged user may still write on the file system that holds `path`. */
async function freeBytes(path: string): Promise<number> {
  const stats = await statfs(path);
  return stats.bavail * stats.bsize;
}

/** @throws NO_SPACE with both figures. */
export async function requireSpace(op: string, folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= needed) return;
  throw new AppError(op, 'NO_SPACE', `${folder}: about ${formatBytes(needed)} are needed and ${formatBytes(free)} are free`, {
    hint: 'Free some space or delete backups you no longer need, then try again.',
    details: { needed, free },
  });
}
