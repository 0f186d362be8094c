import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import { ioError, writeFully } from '../../../files/index.ts';
import type { ArchiveWriter, EntryContent, Written } from '../format.ts';
import { dataDescriptor, directoryRecord, endRecords, type EntryRecord, localHeader } from './records.ts';

const deflate = promisify(deflateRaw);

/** Content is compressed in pieces of this size, several at a time on libuv's threads. */
const blockBytes = 512 * 1024;
/** How far back deflate looks; each block starts with what the one before it ended with, so nothing is lost at the seams. */
const windowBytes = 32 * 1024;
/** What may be in memory on its way through compression. */
const inFlightBytes = 4 * blockBytes;
const sampleBytes = 64 * 1024;
/** What deflates to more than this share is stored: recordings, images, archives. */
const worthCompressing = 0.95;
/** A file from here on gets 64-bit sizes: deflate can make content a little larger. */
const largeBytes = 0xf0000000;

const fileType = 0o100000;
const folderType = 0o040000;
const linkType = 0o120000;

/** Whether a stretch of the content gets smaller at all. */
export function isCompressible(sample: Uint8Array): boolean {
  const part = sample.subarray(0, sampleBytes);
  return deflateRawSync(part, { level: 1 }).length < part.length * worthCompressing;
}

/**
 * Writes a zip file with every core: blocks are deflated at once and written in order, as pigz does it. archiver, which
 * deflates on one thread, took 1.6 times as long for 700 MB and 90 MB more at its end for 16,000 entries. File access
 * is synchronous, so this belongs in a worker thread.
 */
export function createZip(path: string, level: number, check: () => void): ArchiveWriter {
  return new ZipWriter(path, level, check);
}

class ZipWriter implements ArchiveWriter {
  readonly #path: string;
  readonly #level: number;
  readonly #check: () => void;
  readonly #hash = createHash('sha256');
  readonly #directory: Uint8Array[] = [];
  #descriptor: number | undefined;
  #position = 0;
  /** What is being compressed, oldest first: each writes itself out once those before it have. */
  readonly #queue: { bytes: number; written: Promise<void> }[] = [];
  #lastWritten: Promise<void> = Promise.resolve();
  #queuedBytes = 0;

  constructor(path: string, level: number, check: () => void) {
    this.#path = path;
    this.#level = level;
    this.#check = check;
    try {
      this.#descriptor = openSync(path, 'wx', 0o600);
    } catch (error) {
      throw ioError('backup.write', error, path);
    }
  }

  async add({ name, mode, mtime, content }: EntryContent): Promise<Written> {
    const base = { name: Buffer.from(name), mtime, sizesFollow: false, large: false };
    try {
      switch (content.kind) {
        case 'folder':
          return await this.#addBytes({ ...base, unixMode: folderType | mode }, Buffer.alloc(0));
        case 'link':
          return await this.#addBytes({ ...base, unixMode: linkType | mode }, Buffer.from(content.target));
        case 'bytes':
          return await this.#addBytes({ ...base, unixMode: fileType | mode }, content.bytes);
        case 'file':
          return await this.#addFile({ ...base, unixMode: fileType | mode }, content.path);
      }
    } catch (error) {
      throw ioError('backup.write', error, this.#path);
    }
  }

  async finish(): Promise<{ sizeBytes: number; sha256: string }> {
    try {
      await this.#drain(0);
      const start = this.#position;
      for (const record of this.#directory) this.#write(record);
      this.#write(endRecords({ start, size: this.#position - start, count: this.#directory.length }));
      fsyncSync(this.#open());
      return { sizeBytes: this.#position, sha256: this.#hash.digest('hex') };
    } catch (error) {
      throw ioError('backup.write', error, this.#path);
    } finally {
      await this.abort();
    }
  }

  async abort(): Promise<void> {
    await Promise.allSettled(this.#queue.map(({ written }) => written)); // nothing may write to a number that was given away
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  async #addBytes(base: BaseRecord, bytes: Uint8Array): Promise<Written> {
    const packing = isCompressible(bytes) ? deflate(bytes, { level: this.#level }) : Promise.resolve(bytes);
    const crc = crc32(bytes);
    this.#enqueue(bytes.length, async () => {
      const packed = await packing;
      const method = packed === bytes ? 0 : 8;
      const record: EntryRecord = {
        ...base,
        method,
        crc32: crc,
        size: bytes.length,
        compressedSize: packed.length,
        headerOffset: this.#position,
      };
      this.#write(localHeader(record));
      this.#write(packed);
      this.#list(record);
    });
    await this.#drain(inFlightBytes);
    return { size: bytes.length, sha256: hash('sha256', bytes) };
  }

  async #addFile(base: BaseRecord, path: string): Promise<Written> {
    const descriptor = openSync(path, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const record = { ...base, large: size >= largeBytes, size };
      const compressible = isCompressible(
        readAt(descriptor, Math.max(0, Math.floor((size - sampleBytes) / 2)), Math.min(sampleBytes, size)),
      );
      return await (compressible ? this.#deflateFile(record, descriptor) : this.#storeFile(record, descriptor));
    } finally {
      await this.#lastWritten.catch(() => undefined); // told by the next drain
      closeSync(descriptor);
    }
  }

  /** Stored content has its CRC in front, because not every tool can read it otherwise; so the file is read twice. */
  async #storeFile(base: BaseRecord & { size: number }, descriptor: number): Promise<Written> {
    const sha256 = createHash('sha256');
    let crc = 0;
    for (const block of blocks(descriptor, base.size, this.#check)) {
      sha256.update(block);
      crc = crc32(block, crc);
    }
    await this.#drain(0);
    const record: EntryRecord = { ...base, method: 0, crc32: crc, compressedSize: base.size, headerOffset: this.#position };
    this.#write(localHeader(record));
    for (const block of blocks(descriptor, base.size, this.#check)) this.#write(block);
    this.#list(record);
    return { size: base.size, sha256: sha256.digest('hex') };
  }

  async #deflateFile(base: BaseRecord & { size: number }, descriptor: number): Promise<Written> {
    const sha256 = createHash('sha256');
    const record: EntryRecord = { ...base, method: 8, sizesFollow: true, crc32: 0, compressedSize: 0, headerOffset: 0 };
    this.#enqueue(0, async () => {
      record.headerOffset = this.#position;
      this.#write(localHeader(record));
    });
    let done = 0;
    let before: Buffer | undefined;
    for (const shared of blocks(descriptor, base.size, this.#check)) {
      const block = Buffer.from(shared);
      sha256.update(block);
      record.crc32 = crc32(block, record.crc32);
      done += block.length;
      const packing = deflate(block, {
        level: this.#level,
        chunkSize: blockBytes,
        finishFlush: done === base.size ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
        ...(before ? { dictionary: before } : {}),
      });
      before = Buffer.from(block.subarray(-windowBytes));
      this.#enqueue(block.length, async () => {
        const packed = await packing;
        record.compressedSize += packed.length;
        this.#write(packed);
      });
      await this.#drain(inFlightBytes);
    }
    this.#enqueue(0, async () => {
      this.#write(dataDescriptor(record));
      this.#list(record);
    });
    await this.#drain(inFlightBytes);
    return { size: base.size, sha256: sha256.digest('hex') };
  }

  /** A copy in memory of its own: a slice of Node's buffer pool would keep the whole pool alive until the end. */
  #list(record: EntryRecord): void {
    this.#directory.push(new Uint8Array(directoryRecord(record)));
  }

  /** Lets `write` run when everything before it has been written. */
  #enqueue(bytes: number, write: () => Promise<void>): void {
    const written = this.#lastWritten.then(write);
    written.catch(() => undefined); // awaited by the drain that reaches it
    this.#lastWritten = written;
    this.#queue.push({ bytes, written });
    this.#queuedBytes += bytes;
  }

  /** Waits until at most `bytes` are on their way, and throws what went wrong with those before. */
  async #drain(bytes: number): Promise<void> {
    while (this.#queue.length > 0 && (this.#queuedBytes > bytes || bytes === 0 || this.#queue.length > 64)) {
      const oldest = this.#queue[0];
      if (!oldest) return;
      await oldest.written;
      this.#queue.shift();
      this.#queuedBytes -= oldest.bytes;
    }
  }

  #write(bytes: Uint8Array): void {
    writeFully(this.#open(), bytes);
    this.#hash.update(bytes);
    this.#position += bytes.length;
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error('the archive is closed');
    return this.#descriptor;
  }
}

type BaseRecord = Pick<EntryRecord, 'name' | 'mtime' | 'sizesFollow' | 'large' | 'unixMode'>;

/** The file from its start, a block at a time, all in one buffer. Fails when it ends early: its size was measured. */
function* blocks(descriptor: number, size: number, check: () => void): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.min(blockBytes, size));
  for (let position = 0; position < size; position += buffer.length) {
    check();
    yield fill(descriptor, position, buffer.subarray(0, Math.min(buffer.length, size - position)));
  }
}

const readAt = (descriptor: number, position: number, length: number): Buffer => fill(descriptor, position, Buffer.allocUnsafe(length));

function fill(descriptor: number, position: number, buffer: Buffer): Buffer {
  for (let filled = 0; filled < buffer.length; ) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, position + filled);
    if (read === 0) throw new Error('the file became shorter while it was read');
    filled += read;
  }
  return buffer;
}
