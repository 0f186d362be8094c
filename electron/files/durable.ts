import { execFile } from 'node:child_process';
import { open, rename, unlink } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ioError } from './errno.ts';

const execute = promisify(execFile);

/** Names of files that are being written: never backed up, swept when stale. */
export const temporaryPrefix = '.cofferdam-tmp-';

/**
 * Writes a file so that after a crash or a power cut there is either the old content or the new, whole.
 * A rename alone is not enough: without an fsync of the folder it can vanish.
 */
export async function writeFileDurably(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = join(dirname(path), `${temporaryPrefix}${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined); // it may never have been made, and the first error is the one to tell
    throw ioError('files.write', error, path);
  }
}

/** Renames and makes the renaming itself durable, in both folders. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from));
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Flushes the whole file system that holds `path`: for a tree of thousands of files one syncfs(2) is far
 * cheaper than an fsync for each. Node has no binding for it; coreutils' sync does.
 */
export async function syncTree(path: string): Promise<void> {
  try {
    await execute('sync', ['-f', path]);
  } catch (error) {
    throw ioError('files.sync', error, path);
  }
}
