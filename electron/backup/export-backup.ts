import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat, lstat, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { ioError, renameDurably, requireSpace } from '../files/index.ts';
import type { TaskOptions } from '../workers/index.ts';
import { partialSuffix } from './create-archive.ts';

export interface Exported {
  id: string;
  to: string;
  sizeBytes: number;
  checksum: string;
}

/** Copies an archive to a file, or into a folder, and compares its checksum on the way. Never overwrites. */
export async function exportBackup(info: BackupInfo, to: string, task: TaskOptions): Promise<Exported> {
  const target = (await stat(to).catch(() => undefined))?.isDirectory() ? join(to, basename(info.path)) : to;
  if (await lstat(target).catch(() => undefined)) {
    throw new AppError('backup.export', 'ALREADY_EXISTS', `${target} exists already`, {
      hint: 'Choose another name: an export never overwrites.',
    });
  }
  const sha256 = await copyArchive(info.path, target, info.sizeBytes, task);
  if (info.checksum !== '' && sha256 !== info.checksum) {
    await rm(target, { force: true });
    throw new AppError('backup.export', 'CHECKSUM_MISMATCH', `${info.path} is not what it was when it was written`, {
      hint: 'Verify it to see what differs; another backup may be whole.',
    });
  }
  return { id: info.id, to: target, sizeBytes: info.sizeBytes, checksum: sha256 };
}

/** Copies durably by way of a partial file beside the target. @returns SHA-256 of what was copied */
export async function copyArchive(from: string, to: string, bytes: number, { signal, report }: TaskOptions): Promise<string> {
  const partial = `${to}${partialSuffix}`;
  const hash = createHash('sha256');
  let done = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      done += chunk.length;
      report?.({ phase: 'Copying', done, total: bytes, unit: 'bytes', item: basename(to) });
      next(null, chunk);
    },
  });
  try {
    await requireSpace('backup.copy', dirname(to), bytes);
    const writer = createWriteStream(partial, { flags: 'wx', mode: 0o600 });
    await pipeline([createReadStream(from, { highWaterMark: 1 << 20 }), measure, writer], signal ? { signal } : {});
    const file = await open(partial, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(partial, to);
    return hash.digest('hex');
  } catch (error) {
    await rm(partial, { force: true });
    throw ioError('backup.copy', error, to);
  }
}
