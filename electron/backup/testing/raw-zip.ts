import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a hand-made archive. Whatever is given in `lie` replaces what would be true. */
export interface RawEntry {
  name: string | Buffer;
  content: string | Uint8Array;
  method?: 0 | 8;
  mode?: number;
  lie?: Partial<{
    size: number;
    compressedSize: number;
    crc32: number;
    localName: string;
    localSize: number;
    offset: number;
    flags: number;
    method: number;
  }>;
}

/** Builds a zip archive byte by byte, so that tests can lie in every field. APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16. */
export function rawZip(entries: readonly RawEntry[], end: Partial<{ count: number; start: number; size: number }> = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8, mode = 0o100600, lie = {} } of entries) {
    const bytes = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const nameBytes = Buffer.isBuffer(name) ? name : Buffer.from(name);
    const localName = lie.localName === undefined ? nameBytes : Buffer.from(lie.localName);
    const size = lie.size ?? bytes.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(lie.flags ?? 0x0800, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(lie.crc32 ?? crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(lie.localSize ?? size, 22);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(lie.flags ?? 0x0800, 8);
    central.writeUInt16LE(lie.method ?? method, 10);
    central.writeUInt32LE(lie.crc32 ?? crc32(bytes), 16);
    central.writeUInt32LE(lie.compressedSize ?? packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(nameBytes.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(lie.offset ?? offset, 42);
    parts.push(local, localName, packed);
    directory.push(central, nameBytes);
    offset += local.length + localName.length + packed.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(end.count ?? entries.length, 8);
  record.writeUInt16LE(end.count ?? entries.length, 10);
  record.writeUInt32LE(end.size ?? directoryBytes.length, 12);
  record.writeUInt32LE(end.start ?? offset, 16);
  return Buffer.concat([...parts, directoryBytes, record]);
}
