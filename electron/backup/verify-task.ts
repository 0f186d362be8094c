import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyProblem, VerifyReport } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { hashFile, ioError } from '../files/index.ts';
import type { TaskContext } from '../workers/index.ts';
import { scratchPrefix } from './create-archive.ts';
import type { OpenArchive } from './formats/index.ts';
import { openArchive } from './inspect-archive.ts';
import { contentBytes } from './manifest.ts';
import { verifyEntries, worstVerdict } from './verify-archive.ts';

export interface VerifyInput {
  id: string;
  path: string;
  /** SHA-256 the side-car recorded; empty where there was none. */
  checksum: string;
  deep: boolean;
  /** A folder for scratch files. */
  folder: string;
}

/** Archive checksum → structure → every entry → every database. A damaged archive is a verdict, not an error. */
export async function verifyTask(input: VerifyInput, context: TaskContext): Promise<VerifyReport> {
  const started = performance.now();
  const { entries, problems } = await findings(input, context);
  return {
    id: input.id,
    verdict: worstVerdict(problems),
    checkedAt: new Date().toISOString(),
    deep: input.deep,
    durationMs: Math.round(performance.now() - started),
    entries,
    problems,
  };
}

interface Findings {
  entries: VerifyReport['entries'];
  problems: VerifyProblem[];
}

async function findings(input: VerifyInput, context: TaskContext): Promise<Findings> {
  const none = { total: 0, ok: 0 };
  if (!existsSync(input.path)) return { entries: none, problems: [{ path: '', verdict: 'missing', message: `${input.path} is gone` }] };
  const problems = await checksumProblems(input, context);
  let archive: OpenArchive;
  try {
    archive = await openArchive(input.path);
  } catch (error) {
    // Whatever the reason, this one is no backup now; the others of a list are looked at all the same.
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'NOT_FOUND')
      return { entries: none, problems: [{ path: '', verdict: 'missing', message: `${input.path} is gone` }] };
    return { entries: none, problems: [...problems, { path: '', verdict: 'corrupt', message: error.message }] };
  }
  const scratch = await mkdtemp(join(input.folder, scratchPrefix)).catch((error: unknown) => {
    throw ioError('backup.verify', error, input.folder);
  });
  try {
    const total = contentBytes(archive.manifest.entries);
    let done = 0;
    const verified = await verifyEntries(archive, {
      deep: input.deep,
      scratch,
      check: context.check,
      onEntry(entry) {
        context.report({ phase: 'Verifying', done, total, unit: 'bytes', item: entry.path });
        done += entry.size;
      },
    });
    return { entries: { total: verified.total, ok: verified.ok }, problems: [...problems, ...verified.problems] };
  } finally {
    archive.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function checksumProblems({ path, checksum }: VerifyInput, { signal, report }: TaskContext): Promise<VerifyProblem[]> {
  if (checksum === '') return [];
  let done = 0;
  const onBytes = (bytes: number): void => {
    done += bytes;
    report({ phase: 'Reading the archive', done, total: null, unit: 'bytes', item: null });
  };
  let actual: string;
  try {
    actual = await hashFile(path, { signal, onBytes });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ path: '', verdict: 'corrupt', message: error.message }];
  }
  return actual === checksum
    ? []
    : [{ path: '', verdict: 'checksum-mismatch', message: 'the SHA-256 of the archive is not the one recorded when it was written' }];
}
