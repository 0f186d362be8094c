import { readSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { checkDirectory, tampered, type ZipEntry } from './check-directory.ts';

interface DirectoryPlace {
  start: number;
  size: number;
  count: number;
}

const headerSignature = 0x04034b50;
const recordSignature = 0x02014b50;
const endSignature = 0x06054b50;
const zip64EndSignature = 0x06064b50;
const zip64LocatorSignature = 0x07064b50;
const recordBytes = 46;
const endBytes = 22;
const zip64EndBytes = 56;
const zip64LocatorBytes = 20;
const longestComment = 0xffff;
const zip64ExtraId = 0x0001;
const full16 = 0xffff;
const full32 = 0xffffffff;
const madeOnUnix = 3;
/** A directory for six million files. More is a lie, and reading it would fill the memory. */
const largestDirectory = 1 << 30;

/**
 * The archive's central directory (APPNOTE.TXT 4.3.12 to 4.3.16), checked by check-directory.ts before anybody
 * uses it. Read at one go: unzipper, which reads it too, takes 110 MB more for 16,000 entries.
 * @throws CORRUPT when it is no zip file or cut off, TAMPERED when it is one that no honest writer makes.
 */
export function readDirectory(path: string, descriptor: number, fileBytes: number): ZipEntry[] {
  const read = (position: number, length: number): Buffer => {
    if (position < 0 || position + length > fileBytes) throw cutOff(path);
    const buffer = Buffer.alloc(length);
    if (readSync(descriptor, buffer, 0, length, position) !== length) throw cutOff(path);
    return buffer;
  };
  if (fileBytes < endBytes || read(0, 4).readUInt32LE(0) !== headerSignature) {
    throw new AppError('backup.open', 'CORRUPT', `${path} is not a zip archive`, {
      hint: 'Name a backup that Cofferdam wrote.',
      details: { path },
    });
  }
  const { start, size, count } = findDirectory(path, fileBytes, read);
  if (size > largestDirectory) throw cutOff(path);
  const entries = parseRecords(path, read(start, size), count);
  checkDirectory(path, entries, start);
  return entries;
}

/** The end record is the last thing in the file, but for a comment; the directory ends where it begins. */
function findDirectory(path: string, fileBytes: number, read: (position: number, length: number) => Buffer): DirectoryPlace {
  const tailBytes = Math.min(fileBytes, endBytes + longestComment);
  const tail = read(fileBytes - tailBytes, tailBytes);
  for (let at = tailBytes - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature || tail.readUInt16LE(at + 20) !== tailBytes - at - endBytes) continue;
    const endAt = fileBytes - tailBytes + at;
    const place = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), start: tail.readUInt32LE(at + 16) };
    const isZip64 = place.count === full16 || place.size === full32 || place.start === full32;
    const [found, end] = isZip64 ? zip64Place(path, endAt, read) : [place, endAt];
    if (found.start + found.size !== end) throw cutOff(path);
    return found;
  }
  throw cutOff(path);
}

function zip64Place(path: string, endAt: number, read: (position: number, length: number) => Buffer): [DirectoryPlace, number] {
  const locator = read(endAt - zip64LocatorBytes, zip64LocatorBytes);
  if (locator.readUInt32LE(0) !== zip64LocatorSignature) throw cutOff(path);
  const at = large(locator, 8, path);
  const end = read(at, zip64EndBytes);
  if (end.readUInt32LE(0) !== zip64EndSignature) throw cutOff(path);
  return [{ count: large(end, 32, path), size: large(end, 40, path), start: large(end, 48, path) }, at];
}

function parseRecords(path: string, directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    if (at + recordBytes > directory.length || directory.readUInt32LE(at) !== recordSignature) throw cutOff(path);
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const end = at + recordBytes + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
    if (end > directory.length) throw cutOff(path);
    const name = directory.subarray(at + recordBytes, at + recordBytes + nameBytes);
    const extra = directory.subarray(at + recordBytes + nameBytes, at + recordBytes + nameBytes + extraBytes);
    entries.push(parseRecord(path, directory.subarray(at, at + recordBytes), name, extra));
    at = end;
  }
  if (entries.length !== count) throw cutOff(path);
  return entries;
}

function parseRecord(path: string, record: Buffer, nameBytes: Buffer, extra: Buffer): ZipEntry {
  const next = zip64Values(path, extra);
  // In this order, and only those that do not fit (APPNOTE.TXT 4.5.3).
  const sized = (value: number): number => (value === full32 ? next() : value);
  const size = sized(record.readUInt32LE(24));
  const compressedSize = sized(record.readUInt32LE(20));
  const headerOffset = sized(record.readUInt32LE(42));
  const name = nameBytes.toString('utf8');
  if (!Buffer.from(name, 'utf8').equals(nameBytes)) throw tampered(path, name, 'has a name that is not UTF-8');
  return {
    name,
    nameLength: nameBytes.length,
    method: record.readUInt16LE(10),
    flags: record.readUInt16LE(8),
    crc32: record.readUInt32LE(16),
    compressedSize,
    size,
    headerOffset,
    limit: headerOffset,
    unixMode: record.readUInt8(5) === madeOnUnix ? record.readUInt16LE(40) : 0,
  };
}

/** Answers with one after another of the 64-bit values in the extra field. */
function zip64Values(path: string, extra: Buffer): () => number {
  let field: Buffer = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === zip64ExtraId) field = extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  let at = 0;
  return () => {
    if (at + 8 > field.length) throw cutOff(path);
    const value = large(field, at, path);
    at += 8;
    return value;
  };
}

function large(buffer: Buffer, at: number, path: string): number {
  const value = buffer.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw cutOff(path);
  return Number(value);
}

const cutOff = (path: string): AppError =>
  new AppError('backup.open', 'CORRUPT', `${path} is cut off or damaged: its table of contents is not where its end says`, {
    hint: 'Use another backup.',
    details: { path },
  });
