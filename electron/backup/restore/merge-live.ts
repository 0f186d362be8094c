import { constants, type Stats } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, readlink, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../../boot/home.ts';
import { ioError, isErrno, syncTree } from '../../files/index.ts';
import { databaseOf } from '../scan-area.ts';
import { type RestoreRecord, sourceFolder } from './journal.ts';

/**
 * For `overwriteExisting: false`: copies what is live over what is staged, so that the staged area becomes the live
 * one plus what was missing. Copies, not hard links: a database is written in place, and the old area must stay as
 * it was. Idempotent. Ran inside the restore gate: nothing of ours writes.
 */
export async function mergeLive(home: Home, record: RestoreRecord): Promise<void> {
  for (const area of record.areas) {
    const live = home.area(area);
    if (await lookAt(live)) await copyFolder(live, join(sourceFolder(home, record), area));
  }
  await syncTree(sourceFolder(home, record));
}

async function copyFolder(from: string, to: string): Promise<void> {
  try {
    await makeWay(to, 'folder');
    await mkdir(to, { recursive: true, mode: 0o700 });
    const entries = await readdir(from, { withFileTypes: true });
    const names = new Set(entries.map(({ name }) => name));
    for (const entry of entries) {
      const database = databaseOf(entry.name);
      // A log without its database: beside the one that is added it would be replayed into it.
      if (database !== undefined && !names.has(database) && (await lookAt(join(to, database)))) continue;
      const source = join(from, entry.name);
      const target = join(to, entry.name);
      if (entry.isDirectory()) await copyFolder(source, target);
      else if (entry.isSymbolicLink()) {
        await makeWay(target, 'nothing');
        await symlink(await readlink(source), target);
      } else if (entry.isFile()) {
        await makeWay(target, 'file');
        await copyFile(source, target, constants.COPYFILE_FICLONE);
        const { atime, mtime } = await lstat(source);
        await utimes(target, atime, mtime);
      }
    }
    const { mode, atime, mtime } = await lstat(from);
    await chmod(to, (mode & 0o777) | 0o700);
    await utimes(to, atime, mtime);
  } catch (error) {
    throw ioError('restore.merge', error, from);
  }
}

/** What is live wins: whatever else is staged at its place goes. */
async function makeWay(target: string, wanted: 'file' | 'folder' | 'nothing'): Promise<void> {
  const there = await lookAt(target);
  if (!there) return;
  const fits = wanted === 'file' ? there.isFile() : wanted === 'folder' && there.isDirectory();
  if (!fits) await rm(target, { recursive: true, force: true });
}

async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}
