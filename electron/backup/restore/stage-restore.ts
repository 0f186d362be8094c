import { lstat, rm, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { ulid } from 'ulid';
import { type Area, type BackupInfo, type RestoreChanges, type RestoreOptions } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../../boot/home.ts';
import { failPoint, ioError, isErrno } from '../../files/index.ts';
import { runTask, type TaskOptions } from '../../workers/index.ts';
import { changeJournal, readJournal, type RestoreRecord } from './journal.ts';
import { chosenAreas } from './chosen-areas.ts';
import type { StageInput, Staged } from './stage-archive.ts';
import { restorePending } from './undo.ts';

const script = new URL('./stage.worker.ts', import.meta.url);

const rootsOf = (home: Home): Record<Area, string> => ({
  config: home.area('config'),
  data: home.area('data'),
  skills: home.area('skills'),
});

const stageInput = (home: Home, backup: BackupInfo, options: RestoreOptions, target: string | null): StageInput => ({
  archive: backup.path,
  checksum: backup.checksum,
  options,
  roots: rootsOf(home),
  schemaOf: relative(home.root, home.databaseFile),
  target,
});

/** What a restore would change. Touches nothing. */
export async function planRestore(home: Home, backup: BackupInfo, options: RestoreOptions, task: TaskOptions): Promise<RestoreChanges> {
  const { changes } = await runTask<Staged>(script, stageInput(home, backup, options, null), task);
  return changes;
}

/**
 * Prepares a restore so far that the next start only renames folders. The journal is written last: until then there
 * is no restore, only a folder that a start would sweep away.
 */
export async function stageRestore(home: Home, backup: BackupInfo, options: RestoreOptions, task: TaskOptions): Promise<RestoreRecord> {
  if ((await readJournal(home)).current) throw restorePending();
  for (const area of chosenAreas(options, backup.areas)) await requireMovable(home, area);
  const id = ulid();
  const target = home.staged(id);
  try {
    const staged = await runTask<Staged>(script, stageInput(home, backup, options, target), task);
    const record: RestoreRecord = {
      id,
      kind: 'restore',
      backupId: backup.id,
      backupPath: backup.path,
      source: relative(home.restore, target),
      state: 'staged',
      direction: 'forward',
      attempts: 0,
      createdAt: new Date().toISOString(),
      options,
      areas: staged.areas,
      changes: staged.changes,
      filesRestored: staged.filesRestored,
      filesSkipped: staged.filesSkipped,
      checkpoint: null,
      warnings: staged.warnings,
      errors: [],
    };
    task.signal?.throwIfAborted();
    await changeJournal(home, (journal) => {
      if (journal.current) throw restorePending();
      return { ...journal, current: record };
    });
    failPoint('stage:journaled');
    return record;
  } catch (error) {
    // The thread removes it too, unless it was ended in the midst of something that does not look up.
    await rm(target, { recursive: true, force: true });
    throw error;
  }
}

/** An area is replaced by renaming it, which only works for a real folder on the home's own file system. */
async function requireMovable(home: Home, area: Area): Promise<void> {
  const path = home.area(area);
  // Following links: where the home lies is where its link leads.
  const root = await stat(home.root);
  const stats = await lstat(path).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw ioError('restore.stage', error, path);
  });
  if (!stats || (stats.isDirectory() && stats.dev === root.dev)) return;
  throw new AppError(
    'restore.stage',
    'UNSUPPORTED',
    `${path} is ${stats.isDirectory() ? 'on another file system than its home' : 'not a folder of the home itself'}`,
    {
      hint: 'Move the whole home instead (COFFERDAM_HOME), so that its areas lie together.',
    },
  );
}
