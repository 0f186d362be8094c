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

/**
 * What is thrown for a disk that filled up on the way, with both figures; anything else, and what has them already, as
 * it is. Ask after what was half-made is gone: free is then what the reader finds.
 */
export async function explainNoSpace(error: unknown, folder: string, needed: number): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'NO_SPACE' || error.details?.['needed'] !== undefined) return error;
  let free: number;
  try {
    free = await freeBytes(folder);
  } catch {
    return error; // the folder itself may be gone; the first error is the one to tell
  }
  return new AppError(error.op, 'NO_SPACE', `${error.message}; up to ${formatBytes(needed)} are needed and ${formatBytes(free)} are free`, {
    hint: error.hint,
    details: { ...error.details, needed, free },
    cause: error,
  });
}
