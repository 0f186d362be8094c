import { mkdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { isErrno, renameDurably } from '../files/index.ts';

/** Moves a broken file into the quarantine folder under a name with the time in it, and returns its new path. */
export async function moveToQuarantine(path: string, folder: string, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const extension = extname(path);
  const stem = `${basename(path, extension)}-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const target = join(folder, attempt === 1 ? `${stem}${extension}` : `${stem}-${attempt}${extension}`);
    if (await isTaken(target)) continue;
    await renameDurably(path, target);
    return target;
  }
  throw new AppError('settings.quarantine', 'CONFLICT', `${folder} has no free name for ${basename(path)}`, {
    hint: 'Clear out the quarantine folder.',
  });
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}
