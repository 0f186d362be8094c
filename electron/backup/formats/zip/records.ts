/** What a zip file says of one entry. Field by field in APPNOTE.TXT 4.3.7, 4.3.9 and 4.3.12. */
export interface EntryRecord {
  name: Buffer;
  method: 0 | 8;
  /** Unix mode with its type bits. */
  unixMode: number;
  mtime: Date;
  crc32: number;
  compressedSize: number;
  size: number;
  headerOffset: number;
  /** Sizes and CRC follow the content, because they were not known before it. */
  sizesFollow: boolean;
  /** The entry may outgrow 32 bits, so that its sizes are written with 64. */
  large: boolean;
}

const full16 = 0xffff;
const full32 = 0xffffffff;
const zip64ExtraId = 0x0001;
const utf8Names = 0x0800;
const sizesFollowFlag = 0x0008;
const madeOnUnix = 3;
const version = { usual: 20, zip64: 45 };

export function localHeader(entry: EntryRecord): Buffer {
  const extra = entry.large ? zip64Extra(entry.sizesFollow ? [0, 0] : [entry.size, entry.compressedSize]) : Buffer.alloc(0);
  const sizes = (value: number): number => (entry.large ? full32 : entry.sizesFollow ? 0 : value);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(entry.large ? version.zip64 : version.usual, 4);
  writeCommon(header, 6, entry);
  header.writeUInt32LE(entry.sizesFollow ? 0 : entry.crc32, 14);
  header.writeUInt32LE(sizes(entry.compressedSize), 18);
  header.writeUInt32LE(sizes(entry.size), 22);
  header.writeUInt16LE(entry.name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, entry.name, extra]);
}

/** Behind a content whose sizes were not known before it. */
export function dataDescriptor({ crc32, compressedSize, size, large }: EntryRecord): Buffer {
  const descriptor = Buffer.alloc(large ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc32, 4);
  if (large) {
    descriptor.writeBigUInt64LE(BigInt(compressedSize), 8);
    descriptor.writeBigUInt64LE(BigInt(size), 16);
  } else {
    descriptor.writeUInt32LE(compressedSize, 8);
    descriptor.writeUInt32LE(size, 12);
  }
  return descriptor;
}

export function directoryRecord(entry: EntryRecord): Buffer {
  const { size, compressedSize, headerOffset, name } = entry;
  const overflowing = [size, compressedSize, headerOffset].filter((value) => value >= full32);
  const extra = overflowing.length > 0 ? zip64Extra(overflowing) : Buffer.alloc(0);
  const fit = (value: number): number => Math.min(value, full32);
  const needed = overflowing.length > 0 || entry.large ? version.zip64 : version.usual;
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE((madeOnUnix << 8) | needed, 4);
  record.writeUInt16LE(needed, 6);
  writeCommon(record, 8, entry);
  record.writeUInt32LE(entry.crc32, 16);
  record.writeUInt32LE(fit(compressedSize), 20);
  record.writeUInt32LE(fit(size), 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE((entry.unixMode << 16) >>> 0, 38);
  record.writeUInt32LE(fit(headerOffset), 42);
  return Buffer.concat([record, name, extra]);
}

/** What closes the file, with the 64-bit form before it where the numbers need one. */
export function endRecords(directory: { start: number; size: number; count: number }): Buffer {
  const { start, size, count } = directory;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, full16), 8);
  end.writeUInt16LE(Math.min(count, full16), 10);
  end.writeUInt32LE(Math.min(size, full32), 12);
  end.writeUInt32LE(Math.min(start, full32), 16);
  if (count < full16 && size < full32 && start < full32) return end;
  const large = Buffer.alloc(56 + 20);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE((madeOnUnix << 8) | version.zip64, 12);
  large.writeUInt16LE(version.zip64, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(size), 40);
  large.writeBigUInt64LE(BigInt(start), 48);
  large.writeUInt32LE(0x07064b50, 56);
  large.writeBigUInt64LE(BigInt(start + size), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([large, end]);
}

function writeCommon(buffer: Buffer, at: number, { method, mtime, sizesFollow }: EntryRecord): void {
  buffer.writeUInt16LE(utf8Names | (sizesFollow ? sizesFollowFlag : 0), at);
  buffer.writeUInt16LE(method, at + 2);
  const { time, date } = dosTime(mtime);
  buffer.writeUInt16LE(time, at + 4);
  buffer.writeUInt16LE(date, at + 6);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(zip64ExtraId, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

/** Local time in steps of two seconds, from 1980 on: all that the format has. The manifest keeps the exact time. */
function dosTime(when: Date): { time: number; date: number } {
  const year = Math.min(Math.max(when.getFullYear(), 1980), 2107);
  return {
    time: (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1),
    date: ((year - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(),
  };
}
