import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { ioError, isErrno } from '../files/index.ts';
import { type Home, homeFolders } from './home.ts';

/** What must be there before the lock is taken. @throws INVALID_INPUT for a home that is a file, PERMISSION_DENIED, NO_SPACE */
export async function prepareRoot(home: Home): Promise<void> {
  const stats = await stat(home.root).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw ioError('boot.home', error, home.root);
  });
  if (stats && !stats.isDirectory()) {
    throw new AppError('boot.home', 'INVALID_INPUT', `The home ${home.root} is a file, not a folder`, {
      hint: 'Name a folder with --home or COFFERDAM_HOME.',
    });
  }
  await makeFolder(home.root);
}

/** The rest, made after the restore gate: it must find the areas as a crash left them. */
export async function prepareFolders(home: Home): Promise<void> {
  for (const folder of homeFolders(home)) await makeFolder(folder);
}

export async function makeFolder(path: string): Promise<void> {
  try {
    if (await makeWithParents(path)) return;
    // It was there, perhaps readable by all: backups and settings are nobody else's business.
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o700);
  } catch (error) {
    if (isErrno(error, 'EEXIST')) {
      throw new AppError('boot.home', 'INVALID_INPUT', `${path} is a file, and a folder is needed there`, {
        hint: 'Move it away and start again.',
        cause: error,
      });
    }
    throw ioError('boot.home', error, path);
  }
}

/** Not `recursive`: on a file system that answers ENOENT whatever the parent, as /proc does, Node 24 then tries for ever. */
async function makeWithParents(path: string): Promise<boolean> {
  if (await isFolder(path)) return false;
  const parent = dirname(path);
  if (parent !== path && !(await isFolder(parent))) await makeWithParents(parent);
  await mkdir(path, { mode: 0o700 });
  return true;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}
