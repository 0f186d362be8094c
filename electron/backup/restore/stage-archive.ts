import { rm } from 'node:fs/promises';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type Area, type RestoreChanges, type RestoreOptions } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { explainNoSpace, failPoint, hashFile, ioError, requireSpace, syncTree } from '../../files/index.ts';
import { checkCompatible, migrateUp, sqliteError } from '../../store/index.ts';
import { runTask, type TaskContext } from '../../workers/index.ts';
import type { OpenArchive } from '../formats/index.ts';
import { openArchive } from '../inspect-archive.ts';
import { contentBytes, type ManifestEntry } from '../manifest.ts';
import { scanArea } from '../scan-area.ts';
import { foreignKeyProblems, quickCheck } from '../sqlite-copy.ts';
import { computeChanges, incomingOf } from './changes.ts';
import { chosenAreas } from './chosen-areas.ts';
import { extractFiles, extractFoldersAndLinks, halves } from './extract.ts';
import type { ExtractShare } from './extract-share.ts';
import { liveKeeper } from './live-keeper.ts';

export interface StageInput {
  archive: string;
  /** SHA-256 that the side-car recorded. */
  checksum: string;
  options: RestoreOptions;
  roots: Partial<Record<Area, string>>;
  /** Path, inside an area, of our own database. */
  schemaOf: string;
  /** New folder to stage into; null: only say what would change. */
  target: string | null;
}

export interface Staged {
  areas: Area[];
  changes: RestoreChanges;
  filesRestored: number;
  filesSkipped: number;
  warnings: string[];
}

/**
 * Does all of a restore that can fail, away from the live areas: verify, extract, check every database, bring ours
 * to today's schema. Without a target it only computes what would change. Runs in a worker.
 * @throws CHECKSUM_MISMATCH, CORRUPT, TAMPERED, INCOMPATIBLE_VERSION, NO_SPACE, INVALID_INPUT
 */
export async function stageArchive(input: StageInput, context: TaskContext): Promise<Staged> {
  const archive = await openArchive(input.archive);
  try {
    const areas = someAreas(archive, input.options);
    checkCompatible(archive.manifest.schema.applied);
    const warnings = input.options.skipVerify ? ['Restored without verification, as asked'] : [];
    const wanted = archive.manifest.entries.filter(({ area }) => areas.includes(area));
    const entries = input.options.overwriteExisting ? wanted : wanted.filter(missingIn(input));
    if (input.target !== null) warnings.push(...(await stageInto(input.target, archive, entries, input, context)));

    context.report({ phase: 'Comparing with today', done: 0, total: null, unit: 'files', item: null });
    const { id, createdAt } = archive.manifest;
    const changes = await computeChanges(
      {
        backupId: id,
        backupCreatedAt: createdAt,
        areas,
        incoming: incomingOf(archive.manifest, areas),
        roots: input.roots,
        overwriteExisting: input.options.overwriteExisting,
        warnings,
      },
      context.check,
    );
    const files = (list: readonly ManifestEntry[]): number => list.filter(({ kind }) => kind !== 'folder').length;
    return { areas, changes, filesRestored: files(entries), filesSkipped: files(wanted) - files(entries), warnings };
  } catch (error) {
    if (input.target === null) throw ioError('restore.plan', error, input.archive);
    await rm(input.target, { recursive: true, force: true });
    throw await explainNoSpace(
      ioError('restore.stage', error, input.target),
      dirname(dirname(input.target)),
      contentBytes(archive.manifest.entries),
    );
  } finally {
    archive.close();
  }
}

function someAreas({ manifest }: OpenArchive, options: RestoreOptions): Area[] {
  const areas = chosenAreas(options, manifest.areas);
  if (areas.length === 0) {
    throw new AppError('restore.stage', 'INVALID_INPUT', `The backup holds ${manifest.areas.join(', ')}, and none of that was chosen`, {
      hint: 'Choose at least one area that the backup holds.',
    });
  }
  return areas;
}

/** For a restore that adds: what the live areas have no place for is passed over. */
function missingIn({ roots }: StageInput): (entry: ManifestEntry) => boolean {
  const keeps = liveKeeper(roots);
  return (entry) => !keeps(entry);
}

/** Bytes that a restore which adds copies over from the live areas at the restart. */
const liveBytes = ({ roots }: StageInput, areas: ReadonlySet<Area>, check: () => void): number =>
  [...areas]
    .flatMap((area) => scanArea(area, roots[area] ?? '', check).found)
    .reduce((sum, { kind, stats }) => sum + (kind === 'folder' ? 0 : stats.size), 0);

async function stageInto(
  target: string,
  archive: OpenArchive,
  entries: readonly ManifestEntry[],
  input: StageInput,
  context: TaskContext,
): Promise<string[]> {
  const { skipVerify } = input.options;
  if (archive.missing[0] && !skipVerify) throw incomplete(archive.missing[0]);
  const total = contentBytes(entries);
  try {
    mkdirSync(target, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw ioError('restore.stage', error, target);
  }
  const copied = input.options.overwriteExisting ? 0 : liveBytes(input, new Set(entries.map(({ area }) => area)), context.check);
  await requireSpace('restore.stage', target, total + copied);
  const lost = new Set(archive.missing);
  const present = entries.filter((entry) => !lost.has(entry));
  const warnings = archive.missing
    .filter(({ area }) => entries.some((entry) => entry.area === area))
    .map(({ path }) => `${path} is missing from the archive`);
  warnings.push(...(await unpack(target, archive, present, input, context)));
  failPoint('stage:extracted');
  const databases = present.filter(({ kind }) => kind === 'sqlite');
  for (const [index, entry] of databases.entries()) {
    context.check();
    context.report({ phase: 'Checking databases', done: index, total: databases.length, unit: 'files', item: entry.path });
    const isOurs = entry.path === input.schemaOf;
    const path = join(target, entry.path);
    if (existsSync(path)) warnings.push(...checkDatabase(path, entry, isOurs, skipVerify));
    else if (isOurs) throw unusable(entry);
  }
  failPoint('stage:checked');
  context.report({ phase: 'Flushing to the disk', done: 0, total: null, unit: 'files', item: null });
  await syncTree(target);
  return warnings;
}

/** Half of the files here, half on another thread; the checksum of the archive meanwhile. */
async function unpack(
  target: string,
  archive: OpenArchive,
  entries: readonly ManifestEntry[],
  input: StageInput,
  context: TaskContext,
): Promise<string[]> {
  const { skipVerify } = input.options;
  const [here, there] = halves(entries);
  const total = contentBytes(entries);
  const done = { here: 0, there: 0 };
  const report = (item: string | null): void =>
    context.report({ phase: 'Unpacking', done: done.here + done.there, total, unit: 'bytes', item });
  const other = new AbortController();
  const share: ExtractShare = { archive: input.archive, target, skipVerify, entries: there };
  const elsewhere = runTask<string[]>(new URL('./extract.worker.ts', import.meta.url), share, {
    signal: AbortSignal.any([other.signal, context.signal]),
    report: (progress) => {
      done.there = progress.done ?? done.there;
      report(progress.item ?? null);
    },
  });
  elsewhere.catch(() => undefined); // awaited below, also when this half fails first
  try {
    if (!skipVerify) await checkArchive(input, context);
    const onEntry = (entry: ManifestEntry): void => {
      report(entry.path);
      done.here += entry.size;
    };
    const warnings = await extractFiles(archive, here, { target, skipVerify, check: context.check, onEntry });
    warnings.push(...(await elsewhere));
    warnings.push(...(await extractFoldersAndLinks(archive, entries, { target, skipVerify })));
    return warnings;
  } catch (error) {
    other.abort();
    await elsewhere.catch(() => undefined);
    throw error;
  }
}

async function checkArchive({ archive, checksum }: StageInput, { signal, report }: TaskContext): Promise<void> {
  if (checksum === '') return;
  report({ phase: 'Verifying', done: 0, total: null, unit: 'bytes', item: null });
  if ((await hashFile(archive, { signal })) === checksum) return;
  throw new AppError('restore.stage', 'CHECKSUM_MISMATCH', `${archive} is not what it was when it was written`, {
    hint: 'Verify it to see what differs, and restore another backup if one is whole.',
  });
}

/** Our own database must be right in every way and is brought to today's schema; in others a loose reference is their own business. */
function checkDatabase(path: string, entry: ManifestEntry, isOurs: boolean, lenient: boolean): string[] {
  const warnings: string[] = [];
  try {
    const database = new Database(path, { fileMustExist: true });
    try {
      const problems = quickCheck(database);
      if (problems[0] !== undefined) {
        if (!lenient)
          throw new AppError('restore.stage', 'CORRUPT', `${entry.path} in the backup is damaged: ${problems[0]}`, {
            hint: 'Restore another backup.',
          });
        warnings.push(`${entry.path} is damaged: ${problems[0]}`);
      }
      const [loose] = foreignKeyProblems(database);
      if (loose !== undefined) {
        if (isOurs && !lenient)
          throw new AppError('restore.stage', 'CORRUPT', `${entry.path} in the backup is inconsistent: ${loose}`, {
            hint: 'Restore another backup.',
          });
        warnings.push(`${entry.path}: ${loose}`);
      }
      if (isOurs) migrateUp(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (lenient && !isOurs) return [...warnings, `${entry.path}: ${error instanceof Error ? error.message : String(error)}`];
    throw sqliteError('restore.stage', error, entry.path);
  }
  return warnings;
}

const unusable = (entry: ManifestEntry): AppError =>
  new AppError('restore.stage', 'CORRUPT', `${entry.path} is damaged in the backup, and nothing starts without it`, {
    hint: 'Restore another backup, or only config and skills of this one.',
    details: { entry: entry.path },
  });

const incomplete = (entry: ManifestEntry): AppError =>
  new AppError('restore.stage', 'CORRUPT', `The archive lacks ${entry.path}, which its manifest lists`, {
    hint: 'Restore another backup.',
    details: { entry: entry.path },
  });
