import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeTime } from 'ulid';
import type { Home } from '../../boot/home.ts';
import { temporaryPrefix } from '../../files/index.ts';
import type { Logger } from '../../log/index.ts';
import { readJournal } from './journal.ts';

const day = 24 * 60 * 60 * 1000;

/** Removes what a killed restore staged and never journaled, and old areas whose time for undo is over. */
export async function sweepRestores(home: Home, options: { keepUndoDays: number; now: Date; log: Logger }): Promise<void> {
  const { current, undo } = await readJournal(home);
  const stagedRoot = join(home.restore, 'staged');
  for (const id of await names(stagedRoot)) {
    if (id !== current?.id) await remove(join(stagedRoot, id), options.log);
  }
  for (const name of await names(home.restore)) if (name.startsWith(temporaryPrefix)) await remove(join(home.restore, name), options.log);
  const asideRoot = join(home.restore, 'aside');
  for (const id of await names(asideRoot)) {
    const inUse = id === current?.id || current?.source === `aside/${id}`;
    const until = id === undo?.id ? Date.parse(undo.until) : stagedAt(id) + options.keepUndoDays * day;
    if (!inUse && until < options.now.getTime()) await remove(join(asideRoot, id), options.log);
  }
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []); // none was ever made

function stagedAt(id: string): number {
  try {
    return decodeTime(id);
  } catch {
    return Number.POSITIVE_INFINITY; // not a folder of ours: it stays
  }
}

async function remove(path: string, log: Logger): Promise<void> {
  await rm(path, { recursive: true, force: true }).then(
    () => log.info('Removed what is left of an earlier restore', { path }),
    (error: unknown) => log.warn('What is left of an earlier restore could not be removed', { path, error }),
  );
}
