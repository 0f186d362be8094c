import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Verdict, VerifyProblem } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { ioError, writeFully } from '../files/index.ts';
import { sqliteError } from '../store/index.ts';
import type { OpenArchive } from './formats/index.ts';
import type { ManifestEntry } from './manifest.ts';
import { foreignKeyProblems, integrityCheck, meansDamage, quickCheck } from './sqlite-copy.ts';

export interface EntriesVerified {
  total: number;
  ok: number;
  problems: VerifyProblem[];
}

/**
 * Reads every entry and holds it against the manifest; opens every database. Goes on after a problem, so that the
 * report is whole. `scratch` takes one database at a time.
 */
export async function verifyEntries(
  archive: OpenArchive,
  options: { deep: boolean; scratch: string; check: () => void; onEntry?: (entry: ManifestEntry) => void },
): Promise<EntriesVerified> {
  const problems: VerifyProblem[] = archive.missing.map(({ path }) => ({
    path,
    verdict: 'incomplete',
    message: 'is in the manifest but not in the archive',
  }));
  const missing = new Set(archive.missing);
  for (const entry of archive.manifest.entries) {
    options.check();
    if (missing.has(entry) || entry.kind === 'folder') continue;
    options.onEntry?.(entry);
    const problem = await verifyEntry(archive, entry, options);
    if (problem) problems.push(problem);
  }
  const total = archive.manifest.entries.length;
  return { total, ok: total - new Set(problems.map(({ path }) => path)).size, problems };
}

async function verifyEntry(
  archive: OpenArchive,
  entry: ManifestEntry,
  { deep, scratch, check }: { deep: boolean; scratch: string; check: () => void },
): Promise<VerifyProblem | undefined> {
  const copy = entry.kind === 'sqlite' ? join(scratch, 'database') : undefined;
  try {
    const sha256 = await readThrough(archive.read(entry), check, copy);
    if (sha256 !== entry.sha256)
      return { path: entry.path, verdict: 'checksum-mismatch', message: 'its SHA-256 differs from the manifest' };
    const damage = copy === undefined ? [] : databaseProblems(copy, deep);
    return damage[0] === undefined ? undefined : { path: entry.path, verdict: 'corrupt', message: damage[0] };
  } catch (error) {
    if (!isUnreadable(error)) throw copy === undefined ? error : ioError('backup.verify', error, copy);
    return { path: entry.path, verdict: 'corrupt', message: error.message };
  } finally {
    if (copy !== undefined) rmSync(copy, { force: true });
  }
}

/** The archive's own fault, as against a scratch folder that is full or a task that is cancelled. */
const isUnreadable = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'CORRUPT' || error.code === 'TAMPERED' || error.op === 'backup.read');

async function readThrough(content: AsyncIterable<Uint8Array>, check: () => void, copy: string | undefined): Promise<string> {
  const hash = createHash('sha256');
  const descriptor = copy === undefined ? undefined : openSync(copy, 'w', 0o600);
  try {
    for await (const chunk of content) {
      check();
      hash.update(chunk);
      if (descriptor !== undefined) writeFully(descriptor, chunk);
    }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return hash.digest('hex');
}

/** What is wrong with a sealed database, in words. @throws NO_SPACE and the like, which say nothing of the database. */
export function databaseProblems(path: string, deep: boolean): string[] {
  try {
    const database = new Database(path, { fileMustExist: true });
    try {
      return deep ? [...integrityCheck(database), ...foreignKeyProblems(database)] : quickCheck(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!meansDamage(error)) throw sqliteError('backup.verify', error, path);
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** The worst of several findings. */
export function worstVerdict(problems: readonly VerifyProblem[]): Verdict {
  const order: Verdict[] = ['missing', 'corrupt', 'checksum-mismatch', 'incomplete'];
  return order.find((verdict) => problems.some((problem) => problem.verdict === verdict)) ?? 'valid';
}
