import { readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { AppError } from '#shared/errors.ts';
import { ioError } from '../../../files/index.ts';
import { tampered, type ZipEntry } from './check-directory.ts';

const headerSignature = 0x04034b50;
const headerBytes = 30;
const sizesFollow = 0x0008;
/** Below this an entry is read at one go: a stream for each of thousands of small files costs more than their content. */
const smallBytes = 1024 * 1024;
const chunkBytes = 256 * 1024;

/**
 * One entry's content, exactly as long as the directory says, its CRC-32 checked at the end. Reads by position, so that
 * several may run on one descriptor. A chunk is valid until the next one is asked for.
 *
 * unzipper reads the directory and not the content: entry by entry it needs three times as long as unzip.
 * @throws CORRUPT, TAMPERED
 */
export async function* readContent(path: string, descriptor: number, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const start = contentStart(path, descriptor, entry);
  if (start + entry.compressedSize > entry.limit) throw tampered(path, entry.name, 'overlaps what follows it');
  const chunks =
    entry.compressedSize <= smallBytes && entry.size <= 4 * smallBytes
      ? [readSmall(path, descriptor, entry, start)]
      : streamLarge(path, descriptor, entry, start);
  let size = 0;
  let crc = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > entry.size) throw tampered(path, entry.name, `is longer than the ${entry.size} bytes it claims`);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== entry.size) throw damaged(path, entry, `ends after ${size} of ${entry.size} bytes`);
  if (crc !== entry.crc32) throw damaged(path, entry, 'does not match its CRC-32');
}

/** Where the content begins, after the local header, which must agree with the directory. */
function contentStart(path: string, descriptor: number, entry: ZipEntry): number {
  const header = readAt(path, descriptor, entry, entry.headerOffset, headerBytes);
  if (header.readUInt32LE(0) !== headerSignature) throw damaged(path, entry, 'has no header where the directory points');
  const flags = header.readUInt16LE(6);
  const nameBytes = header.readUInt16LE(26);
  const name = readAt(path, descriptor, entry, entry.headerOffset + headerBytes, nameBytes);
  if (!name.equals(Buffer.from(entry.name))) throw tampered(path, entry.name, 'has another name in its header');
  if (header.readUInt16LE(8) !== entry.method) throw tampered(path, entry.name, 'has another compression method in its header');
  const declared = header.readUInt32LE(22);
  const inZip64 = declared === 0xffffffff;
  if ((flags & sizesFollow) === 0 && !inZip64 && declared !== entry.size)
    throw tampered(path, entry.name, 'has another size in its header');
  return entry.headerOffset + headerBytes + nameBytes + header.readUInt16LE(28);
}

function readSmall(path: string, descriptor: number, entry: ZipEntry, start: number): Uint8Array {
  const packed = readAt(path, descriptor, entry, start, entry.compressedSize);
  if (entry.method === 0) return packed;
  try {
    // One byte more than promised is enough to know that the promise is broken.
    return inflateRawSync(packed, { maxOutputLength: entry.size + 1 });
  } catch (error) {
    if (error instanceof RangeError) throw tampered(path, entry.name, `is longer than the ${entry.size} bytes it claims`);
    throw damaged(path, entry, "can't be decompressed", error);
  }
}

async function* streamLarge(path: string, descriptor: number, entry: ZipEntry, start: number): AsyncGenerator<Uint8Array> {
  // A read stream would close the descriptor that others are reading from.
  if (entry.method === 0) {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    yield* pieces(path, descriptor, entry, start, () => buffer);
    return;
  }
  const source = Readable.from(
    pieces(path, descriptor, entry, start, () => Buffer.allocUnsafe(chunkBytes)),
    { objectMode: false, highWaterMark: 2 * chunkBytes },
  );
  const inflate = createInflateRaw({ chunkSize: chunkBytes });
  source.on('error', (error) => inflate.destroy(error));
  try {
    yield* source.pipe(inflate) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw error instanceof AppError ? error : damaged(path, entry, "can't be decompressed", error);
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

function* pieces(path: string, descriptor: number, entry: ZipEntry, start: number, buffer: () => Buffer): Generator<Buffer> {
  for (let offset = 0; offset < entry.compressedSize; offset += chunkBytes) {
    yield fill(path, descriptor, entry, start + offset, buffer().subarray(0, Math.min(chunkBytes, entry.compressedSize - offset)));
  }
}

const readAt = (path: string, descriptor: number, entry: ZipEntry, position: number, length: number): Buffer =>
  fill(path, descriptor, entry, position, Buffer.allocUnsafe(length));

function fill(path: string, descriptor: number, entry: ZipEntry, position: number, buffer: Buffer): Buffer {
  for (let filled = 0; filled < buffer.length; ) {
    const read = readSome(path, descriptor, buffer, filled, position + filled);
    if (read === 0) throw damaged(path, entry, 'is cut off');
    filled += read;
  }
  return buffer;
}

function readSome(path: string, descriptor: number, buffer: Buffer, offset: number, position: number): number {
  try {
    return readSync(descriptor, buffer, offset, buffer.length - offset, position);
  } catch (error) {
    throw ioError('backup.read', error, path);
  }
}

const damaged = (path: string, entry: ZipEntry, why: string, cause?: unknown): AppError =>
  new AppError('backup.read', 'CORRUPT', `${path}: the entry ${entry.name} ${why}`, {
    hint: 'The archive is damaged; use another backup.',
    details: { path, entry: entry.name },
    cause,
  });
