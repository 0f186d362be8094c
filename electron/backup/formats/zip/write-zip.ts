import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deflateRawSync } from 'node:zlib';
import { ZipArchive } from 'archiver';
import { ioError } from '../../../files/index.ts';
import type { ArchiveWriter, EntryContent } from '../format.ts';

const sampleBytes = 64 * 1024;
/** What deflates to more than this share is stored: recordings, images, archives. */
const worthCompressing = 0.95;

/** Whether a first stretch of the content gets smaller at all. */
export function isCompressible(sample: Uint8Array): boolean {
  const part = sample.subarray(0, sampleBytes);
  return part.length === 0 || deflateRawSync(part, { level: 1 }).length < part.length * worthCompressing;
}

/**
 * Writes through archiver, whose deflate runs on libuv's threads. It calls a file that it could not read a
 * *warning* and goes on: here every warning is a failure.
 */
export function createZip(path: string, level: number): ArchiveWriter {
  const archive = new ZipArchive({ zlib: { level } });
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  const failed = Promise.withResolvers<never>();
  archive.on('warning', failed.reject);
  archive.on('error', failed.reject);
  const written = pipeline(archive, measure, createWriteStream(path, { flags: 'wx', mode: 0o600, highWaterMark: 1 << 20 }));
  written.catch(failed.reject);
  // Nobody may be waiting at the moment it fails; the next add or finish throws it.
  failed.promise.catch(() => undefined);

  const settle = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([work, failed.promise]);
    } catch (error) {
      throw ioError('backup.write', error, path);
    }
  };
  return {
    add: (entry) => settle(append(archive, entry)),
    async finish() {
      await settle(Promise.all([archive.finalize(), written]));
      await settle(flush(path));
      return { sizeBytes, sha256: hash.digest('hex') };
    },
    abort() {
      archive.abort();
      archive.destroy();
    },
  };
}

async function append(archive: ZipArchive, { name, mode, mtime, content }: EntryContent): Promise<void> {
  const done = Promise.withResolvers<void>();
  archive.once('entry', () => done.resolve());
  switch (content.kind) {
    case 'bytes':
      archive.append(content.bytes, { name, mode, date: mtime, store: !isCompressible(content.bytes) });
      break;
    case 'stream':
      content.stream.once('error', done.reject);
      archive.append(content.stream, { name, mode, date: mtime, store: !content.compressible });
      break;
    case 'link':
      archive.symlink(name, content.target, mode);
      break;
    case 'folder':
      archive.append('', { name, mode, date: mtime, type: 'directory' });
      break;
  }
  await done.promise;
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
