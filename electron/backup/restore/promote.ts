import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Area } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { failPoint, ioError, renameDurably } from '../../files/index.ts';
import { type RestoreRecord, sourceFolder } from './journal.ts';

/**
 * Puts the new areas in place of the live ones. Whole folders move, so the log of an old database can never meet a
 * new one. May be run again after a crash anywhere: where each folder lies says what is left to do.
 * Ran inside the restore gate: no database is open.
 */
export async function promoteAreas(home: Home, record: RestoreRecord): Promise<void> {
  // Before the first move: an area that something else removed must not be taken for one that has been moved.
  for (const area of record.areas) {
    const { staged, aside } = places(home, record, area);
    if (!existsSync(staged) && !existsSync(aside)) throw gone(staged);
  }
  for (const area of record.areas) {
    const { live, staged, aside } = places(home, record, area);
    if (!existsSync(aside)) {
      if (!existsSync(live)) await mkdir(live, { recursive: true, mode: 0o700 });
      await move(live, aside);
      failPoint(`gate:aside-${area}`);
    }
    if (existsSync(staged)) {
      if (existsSync(live)) throw inTheWay(live);
      await move(staged, live);
      failPoint(`gate:moved-${area}`);
    }
  }
}

/** The reverse, as safe to run again: the old areas return, the new ones go back to where they were staged. */
export async function demoteAreas(home: Home, record: RestoreRecord): Promise<void> {
  for (const area of record.areas) {
    const { live, staged, aside } = places(home, record, area);
    if (!existsSync(aside)) continue; // never moved, or already back
    if (existsSync(live)) {
      if (existsSync(staged)) throw inTheWay(live);
      await move(live, staged);
      failPoint(`rollback:staged-${area}`);
    }
    await move(aside, live);
    failPoint(`rollback:moved-${area}`);
  }
}

function places(home: Home, record: RestoreRecord, area: Area): { live: string; staged: string; aside: string } {
  return { live: home.area(area), staged: join(sourceFolder(home, record), area), aside: home.aside(record.id, area) };
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
    await renameDurably(from, to);
  } catch (error) {
    throw ioError('restore.move', error, `${from} → ${to}`);
  }
}

const gone = (path: string): AppError =>
  new AppError('restore.move', 'NOT_FOUND', `${path} was staged and is gone`, {
    hint: 'Something removed it after it was staged. Stage the restore again.',
    details: { path },
  });

const inTheWay = (path: string): AppError =>
  new AppError('restore.move', 'CONFLICT', `${path} appeared while a restore was putting its new content there`, {
    hint: 'Another program writes into the home. Stop it, move that folder away and start Cofferdam again.',
    details: { path },
  });
