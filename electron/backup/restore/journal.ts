import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Area, type PendingRestore, RestoreChanges, RestoreOptions, RestoreResult } from '#shared/contract/backup.ts';
import { Timestamp } from '#shared/contract/common.ts';
import { AppError, ErrorData } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { ioError, isErrno, writeFileDurably } from '../../files/index.ts';

/** A restore under way. It is in the journal from the moment all that can fail has been done until it is confirmed. */
export const RestoreRecord = z.object({
  id: z.string(),
  kind: z.enum(['restore', 'undo']),
  backupId: z.string(),
  backupPath: z.string(),
  /** Where the new areas lie, below the restore folder: `staged/<id>`, or for an undo `aside/<id of the restore>`. */
  source: z.string(),
  state: z.enum(['staged', 'promoting', 'promoted']),
  /** `back` once it was decided to put the old areas back: from then on no start goes forward again. */
  direction: z.enum(['forward', 'back']),
  /** Starts that took it up. */
  attempts: z.number().int(),
  createdAt: Timestamp,
  options: RestoreOptions,
  areas: z.array(Area),
  changes: RestoreChanges,
  filesRestored: z.number().int(),
  filesSkipped: z.number().int(),
  checkpoint: z.object({ id: z.string(), at: Timestamp, reason: z.string() }).nullable(),
  warnings: z.array(z.string()),
  errors: z.array(ErrorData),
});
export type RestoreRecord = z.infer<typeof RestoreRecord>;

/** What lies in `aside/<id>` and may still be put back. */
export const UndoPoint = z.object({ id: z.string(), backupId: z.string(), areas: z.array(Area), until: Timestamp });
export type UndoPoint = z.infer<typeof UndoPoint>;

const Journal = z.object({
  version: z.literal(1),
  current: RestoreRecord.nullable(),
  last: RestoreResult.nullable(),
  undo: UndoPoint.nullable(),
});
export type RestoreJournal = z.infer<typeof Journal>;

export const emptyJournal = (): RestoreJournal => ({ version: 1, current: null, last: null, undo: null });

/** @throws CORRUPT when the file is there and is no journal. */
export async function readJournal(home: Home): Promise<RestoreJournal> {
  let text: string;
  try {
    text = await readFile(home.journalFile, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return emptyJournal();
    throw ioError('restore.journal', error, home.journalFile);
  }
  try {
    return Journal.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('restore.journal', 'CORRUPT', `${home.journalFile} is not a restore journal`, {
      hint: 'Start Cofferdam: it sets the file aside and puts every area in its place.',
      cause: error,
    });
  }
}

export async function writeJournal(home: Home, journal: RestoreJournal): Promise<void> {
  await mkdir(home.restore, { recursive: true, mode: 0o700 });
  await writeFileDurably(home.journalFile, `${JSON.stringify(Journal.parse(journal), null, 2)}\n`);
}

/** By journal file: the change under way, so that the next one waits for it. */
const changing = new Map<string, Promise<unknown>>();

/**
 * Reads, changes and writes as one step: a job that stages, a click on "dismiss" and a cancel may come at once, and
 * none may write over what another has just written. What `change` throws goes to the caller, and nothing is written.
 */
export function changeJournal(home: Home, change: (journal: RestoreJournal) => RestoreJournal): Promise<RestoreJournal> {
  const changed = (changing.get(home.journalFile) ?? Promise.resolve()).then(async () => {
    const journal = change(await readJournal(home));
    await writeJournal(home, journal);
    return journal;
  });
  changing.set(
    home.journalFile,
    changed.catch(() => undefined), // told to its own caller
  );
  return changed;
}

export const sourceFolder = (home: Home, record: RestoreRecord): string => join(home.restore, record.source);

export const toPending = (home: Home, record: RestoreRecord): PendingRestore => ({
  id: record.id,
  kind: record.kind,
  backupId: record.backupId,
  backupPath: record.backupPath,
  stagingDir: sourceFolder(home, record),
  createdAt: record.createdAt,
  state: record.state,
  options: record.options,
  changes: record.changes,
});
