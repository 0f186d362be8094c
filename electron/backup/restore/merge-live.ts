import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../../boot/home.ts';
import { ioError, syncTree } from '../../files/index.ts';
import { type RestoreRecord, sourceFolder } from './journal.ts';

/**
 * For `overwriteExisting: false`: copies what is live over what is staged, so that the staged area becomes the live
 * one plus what was missing. Copies, not hard links: a database is written in place, and the old area must stay as
 * it was. Idempotent. Ran inside the restore gate: nothing of ours writes.
 */
export async function mergeLive(home: Home, record: RestoreRecord): Promise<void> {
  for (const area of record.areas) await copyOver(home.area(area), join(sourceFolder(home, record), area));
  await syncTree(sourceFolder(home, record));
}

async function copyOver(from: string, to: string): Promise<void> {
  try {
    await mkdir(to, { recursive: true, mode: 0o700 });
    for (const entry of await readdir(from, { withFileTypes: true })) {
      const source = join(from, entry.name);
      const target = join(to, entry.name);
      const stats = await lstat(source);
      if (entry.isDirectory()) await copyOver(source, target);
      else if (entry.isSymbolicLink()) {
        await rm(target, { force: true });
        await symlink(await readlink(source), target);
      } else if (entry.isFile()) {
        await copyFile(source, target, constants.COPYFILE_FICLONE);
        await utimes(target, stats.atime, stats.mtime);
      }
    }
  } catch (error) {
    throw ioError('restore.merge', error, from);
  }
}
