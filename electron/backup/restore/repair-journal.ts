import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { areas } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { renameDurably } from '../../files/index.ts';
import type { Logger } from '../../log/index.ts';
import { readJournal } from './journal.ts';

/**
 * Where the journal can't be read, the file system decides: an area that is missing and lies aside goes back, and so
 * does every area of a restore that was cut off half-way, so that the state is wholly the old one. What had come in
 * their place, and the journal, are set aside and not deleted. Ran before the gate.
 */
export async function repairJournal(home: Home, log: Logger, now: Date): Promise<void> {
  try {
    await readJournal(home);
    return;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CORRUPT') throw error;
    log.error('The restore journal is damaged', { error });
  }
  const asideRoot = join(home.restore, 'aside');
  // Ids are ULIDs, so the newest sorts last.
  const ids = (await readdir(asideRoot).catch(() => [])).sort((one, other) => other.localeCompare(one));
  const [newest] = ids;
  const isHalfWay = newest !== undefined && areas.some((area) => existsSync(home.staged(newest, area)));
  for (const area of areas) {
    const id = ids.find((candidate) => existsSync(home.aside(candidate, area)));
    if (id === undefined) continue;
    if (existsSync(home.area(area))) {
      if (!isHalfWay || id !== newest) continue;
      await mkdir(home.quarantine, { recursive: true, mode: 0o700 });
      await renameDurably(home.area(area), join(home.quarantine, `${area}-${now.getTime()}`));
    }
    await renameDurably(home.aside(id, area), home.area(area));
    log.warn('Put an area back from before a restore', { area, id });
  }
  await mkdir(home.quarantine, { recursive: true, mode: 0o700 });
  await renameDurably(home.journalFile, join(home.quarantine, `journal-${now.getTime()}.json`));
}
