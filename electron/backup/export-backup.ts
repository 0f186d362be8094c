import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { explainNoSpace, ioError, isErrno, renameDurably, requireSpace } from '../files/index.ts';
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
  const checksum = await copyArchive({ from: info.path, to: target, bytes: info.sizeBytes, checksum: info.checksum }, task);
  return { id: info.id, to: target, sizeBytes: info.sizeBytes, checksum };
}

export interface CopyRequest {
  from: string;
  /** Must not exist. */
  to: string;
  bytes: number;
  /** What the copy must have; empty where nobody knows. */
  checksum: string;
}

/**
 * Copies durably by way of a partial file beside the target, which appears only when its checksum is right.
 * @returns its SHA-256
 * @throws ALREADY_EXISTS, CHECKSUM_MISMATCH, NO_SPACE, NOT_FOUND, PERMISSION_DENIED
 */
export async function copyArchive({ from, to, bytes, checksum }: CopyRequest, { signal, report }: TaskOptions): Promise<string> {
  const partial = `${to}${partialSuffix}`;
  let made = false;
  try {
    await requireNothingAt(to);
    await requireSpace('backup.copy', dirname(to), bytes);
    const writer = await open(partial, 'wx', 0o600);
    made = true;
    const measured = new Measure((done) => report?.({ phase: 'Copying', done, total: bytes, unit: 'bytes', item: basename(to) }));
    const reader = createReadStream(from, { highWaterMark: 1 << 20 });
    await pipeline([reader, measured, writer.createWriteStream({ flush: true })], signal ? { signal } : {});
    const sha256 = measured.digest();
    if (checksum !== '' && sha256 !== checksum) throw differs(from);
    await requireNothingAt(to); // it took its time
    await renameDurably(partial, to);
    return sha256;
  } catch (error) {
    if (made) await rm(partial, { force: true });
    throw await explainNoSpace(ioError('backup.copy', error, to), dirname(to), bytes);
  }
}

/** Passes content on, counts and hashes it. */
class Measure extends Transform {
  readonly #hash = createHash('sha256');
  readonly #onBytes: (done: number) => void;
  #done = 0;

  constructor(onBytes: (done: number) => void) {
    super();
    this.#onBytes = onBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, next: TransformCallback): void {
    this.#hash.update(chunk);
    this.#done += chunk.length;
    this.#onBytes(this.#done);
    next(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

export async function requireNothingAt(path: string): Promise<void> {
  const there = await lstat(path).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (!there) return;
  throw new AppError('backup.copy', 'ALREADY_EXISTS', `${path} exists already`, {
    hint: 'Choose another name, or move it away: a backup never overwrites a file.',
    details: { path },
  });
}

const differs = (path: string): AppError =>
  new AppError('backup.copy', 'CHECKSUM_MISMATCH', `${path} is not what it was when it was written`, {
    hint: 'Verify it to see what differs; another copy or another backup may be whole.',
    details: { path },
  });
