import { closeSync, constants, copyFileSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { ioError, isErrno } from '../files/index.ts';

const attempts = 3;

/** What was read or copied, and the file's state at that time. */
export interface Stable<T> {
  stats: Stats;
  value: T;
}

/**
 * Reads or copies a file until its size and mtime stayed the same meanwhile, at most three times. Synchronous: it
 * runs on a worker thread, and for thousands of small files promises cost more than the reading.
 * @returns undefined when the file is gone.
 * @throws BUSY naming a file that never holds still.
 */
export function whileUnchanged<T>(path: string, act: () => T): Stable<T> | undefined {
  try {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const before = lstatSync(path);
      const value = act();
      const stats = lstatSync(path);
      if (before.size === stats.size && before.mtimeMs === stats.mtimeMs && before.ino === stats.ino) return { stats, value };
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw ioError('backup.read-file', error, path);
  }
  throw new AppError('backup.read-file', 'BUSY', `${path} changed each of the ${attempts} times it was read`, {
    hint: 'Close the program that writes it, or move the file out of the home, then back up again.',
    details: { path },
  });
}

export const readStable = (path: string): Stable<Buffer> | undefined =>
  whileUnchanged(path, () => {
    // Not following: what was a file when it was listed may have become a link since.
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });

/** By reflink where the file system can, so that a large file costs nothing. */
export const copyStable = (path: string, target: string): Stable<void> | undefined =>
  whileUnchanged(path, () => copyFileSync(path, target, constants.COPYFILE_FICLONE));
