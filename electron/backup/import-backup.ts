import { rm, stat } from 'node:fs/promises';
import type { BackupInfo, VerifyReport } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../boot/home.ts';
import { ioError } from '../files/index.ts';
import { runTask, type TaskOptions } from '../workers/index.ts';
import { archiveIn, sidecarPath, writeSidecar } from './backup-info.ts';
import { copyArchive, requireNothingAt } from './export-backup.ts';
import { defaultFormat, formatOf } from './formats/index.ts';
import type { InspectInput } from './inspect-archive.ts';
import type { VerifyInput } from './verify-task.ts';

/**
 * Adds a foreign archive after verifying all of it: what can't be restored is not taken in.
 * @throws CORRUPT, TAMPERED, INCOMPATIBLE_VERSION, UNSUPPORTED, ALREADY_EXISTS
 */
export async function importBackup(home: Home, file: string, existing: readonly BackupInfo[], task: TaskOptions): Promise<BackupInfo> {
  const stats = await stat(file).catch((error: unknown) => {
    throw ioError('backup.import', error, file);
  });
  if (!stats.isFile()) throw new AppError('backup.import', 'INVALID_INPUT', `${file} is not a file`, { hint: 'Name a backup archive.' });
  const inspect: InspectInput = { want: 'info', path: file };
  const foreign = await runTask<BackupInfo>(new URL('./inspect.worker.ts', import.meta.url), inspect, task);
  const twin = existing.find(({ id }) => id === foreign.id);
  if (twin)
    throw new AppError('backup.import', 'ALREADY_EXISTS', `The backup ${foreign.id} is here already`, { hint: `It is ${twin.path}.` });

  const verify: VerifyInput = { id: foreign.id, path: file, checksum: foreign.checksum, deep: false, folder: home.backups };
  const report = await runTask<VerifyReport>(new URL('./verify.worker.ts', import.meta.url), verify, task);
  const [problem] = report.problems;
  if (problem) {
    throw new AppError(
      'backup.import',
      problem.verdict === 'checksum-mismatch' ? 'CHECKSUM_MISMATCH' : 'CORRUPT',
      `${file} did not verify: ${problem.path} ${problem.message}`,
      {
        hint: 'Get another copy of it.',
        details: { problems: report.problems.slice(0, 20) },
      },
    );
  }
  const path = archiveIn(home.backups, foreign, formatOf(file)?.extension ?? defaultFormat.extension);
  const info: BackupInfo = { ...foreign, path, verifiedAt: report.checkedAt, verdict: report.verdict };
  await requireNothingAt(path);
  await writeSidecar(info); // before the archive can be seen, as in createArchive
  try {
    // The checksum of what was verified: should the file have changed since, it is not taken in.
    await copyArchive({ from: file, to: path, bytes: foreign.sizeBytes, checksum: foreign.checksum }, task);
    return info;
  } catch (error) {
    await rm(sidecarPath(path), { force: true });
    throw error;
  }
}
