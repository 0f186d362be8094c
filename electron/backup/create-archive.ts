import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { failPoint, ioError, renameDurably } from '../files/index.ts';
import type { TaskContext } from '../workers/index.ts';
import { archiveIn, backupInfo, sidecarPath, writeSidecar } from './backup-info.ts';
import { defaultFormat } from './formats/index.ts';
import { contentBytes, type Manifest } from './manifest.ts';
import { verifyEntries } from './verify-archive.ts';
import { type ArchivePlan, writeArchive } from './write-archive.ts';

export interface CreateInput extends Pick<ArchivePlan, 'header' | 'roots' | 'schemaOf' | 'level'> {
  /** Where the archive goes; scratch and the partial archive lie there too. */
  folder: string;
}

/** Names of what a crash may leave in the backups folder; swept at the next start. */
export const partialSuffix = '.partial';
export const scratchPrefix = '.scratch-';

/**
 * A backup exists once its rename is done, and it is renamed only after every entry was read back from the disk and
 * verified. Runs in a worker thread; removes all it made when it fails or is cancelled.
 */
export async function createArchive(input: CreateInput, context: TaskContext): Promise<BackupInfo> {
  const { header, folder } = input;
  const path = archiveIn(folder, header, defaultFormat.extension);
  const partial = `${path}${partialSuffix}`;
  const scratch = join(folder, `${scratchPrefix}${header.id}`);
  try {
    await mkdir(scratch, { mode: 0o700 });
    const { sizeBytes, sha256 } = await writeArchive({ ...input, scratch, archive: partial }, context);
    failPoint('create:written');
    const manifest = await verifyWritten(partial, scratch, context);
    failPoint('create:verified');
    const info = backupInfo(manifest, { path, sizeBytes, checksum: sha256 }, { verifiedAt: new Date().toISOString(), verdict: 'valid' });
    // The record first: a list that saw an archive without one would make it again, and lose that it was verified.
    // One that can't be written is not worth a backup: that list would then make it.
    await writeSidecar(info).catch(() => undefined);
    failPoint('create:recorded');
    await renameDurably(partial, path);
    failPoint('create:renamed');
    return info;
  } catch (error) {
    await rm(sidecarPath(path), { force: true });
    throw ioError('backup.create', error, folder);
  } finally {
    await removeUnfinished(folder, header);
  }
}

/** What a backup that fails, or has just been finished, leaves in its folder. */
export async function removeUnfinished(folder: string, header: Pick<CreateInput['header'], 'id' | 'createdAt' | 'type'>): Promise<void> {
  await rm(`${archiveIn(folder, header, defaultFormat.extension)}${partialSuffix}`, { force: true });
  await rm(join(folder, `${scratchPrefix}${header.id}`), { recursive: true, force: true });
}

/** @returns the manifest as it was read back */
async function verifyWritten(partial: string, scratch: string, { check, report }: TaskContext): Promise<Manifest> {
  const archive = await defaultFormat.open(partial);
  try {
    const total = contentBytes(archive.manifest.entries);
    let done = 0;
    const { problems } = await verifyEntries(archive, {
      deep: false,
      scratch,
      check,
      onEntry(entry) {
        report({ phase: 'Verifying', done, total, unit: 'bytes', item: entry.path });
        done += entry.size;
      },
    });
    const [problem] = problems;
    if (problem) {
      throw new AppError('backup.create', 'CORRUPT', `The new backup did not verify: ${problem.path} ${problem.message}`, {
        hint: 'The disk or the memory may be failing. Check them, then back up again.',
        details: { problems: problems.slice(0, 20) },
      });
    }
    return archive.manifest;
  } finally {
    archive.close();
  }
}
