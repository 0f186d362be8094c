import { open } from 'node:fs/promises';
import { type CentralDirectory, type File, Open } from 'unzipper';
import { AppError } from '#shared/errors.ts';
import { ioError } from '../../../files/index.ts';
import { checkDirectory, type ZipEntry } from './check-directory.ts';

const recordBytes = 46;
const endRecordBytes = 22;
const zip64EndBytes = 56 + 20;
const longestComment = 0xffff;
const firstHeader = Buffer.from('PK\u0003\u0004', 'latin1');

export interface ZipDirectory {
  entries: ZipEntry[];
  /** Where the entries end and the central directory starts. */
  start: number;
}

/**
 * The archive's central directory, checked (check-directory.ts).
 * @throws CORRUPT when it is no zip file or cut off, TAMPERED when it is one that no honest writer makes.
 */
export async function readDirectory(path: string, fileBytes: number): Promise<ZipDirectory> {
  await requireZip(path, fileBytes);
  const directory = await parse(path);
  const start = directory.offsetToStartOfCentralDirectory;
  const end = start + directory.sizeOfCentralDirectory;
  const atTheEnd = end <= fileBytes - endRecordBytes && end >= fileBytes - endRecordBytes - zip64EndBytes - longestComment;
  const recordsBytes = directory.files.reduce((sum, file) => sum + recordBytes + file.fileNameLength + file.extraFieldLength + file.fileCommentLength, 0);
  if (!atTheEnd || recordsBytes !== directory.sizeOfCentralDirectory || directory.files.length !== directory.numberOfRecords) {
    throw cutOff(path, 'its table of contents is not where its end says');
  }
  const entries = directory.files.map(toEntry);
  checkDirectory(path, entries, start);
  return { entries, start };
}

async function requireZip(path: string, fileBytes: number): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw ioError('backup.open', error, path);
  });
  try {
    const head = Buffer.alloc(firstHeader.length);
    await file.read(head, 0, head.length, 0);
    if (fileBytes < endRecordBytes || !head.equals(firstHeader)) {
      throw new AppError('backup.open', 'CORRUPT', `${path} is not a zip archive`, { hint: 'Name a backup that Cofferdam wrote.', details: { path } });
    }
  } finally {
    await file.close();
  }
}

async function parse(path: string): Promise<CentralDirectory> {
  try {
    return await Open.file(path);
  } catch (error) {
    const failure = ioError('backup.open', error, path);
    // unzipper's own complaints carry no code: all of them mean that it found no whole directory.
    if (failure instanceof AppError && failure.code !== 'IO') throw failure;
    throw cutOff(path, 'its table of contents is missing or damaged', error);
  }
}

function toEntry(file: File): ZipEntry {
  return {
    name: file.pathBuffer.toString('utf8'),
    nameBytes: file.pathBuffer,
    method: file.compressionMethod,
    flags: file.flags,
    crc32: file.crc32,
    compressedSize: file.compressedSize,
    size: file.uncompressedSize,
    headerOffset: file.offsetToLocalFileHeader,
    unixMode: file.versionMadeBy >>> 8 === 3 ? file.externalFileAttributes >>> 16 : 0,
  };
}

const cutOff = (path: string, why: string, cause?: unknown): AppError =>
  new AppError('backup.open', 'CORRUPT', `${path} is cut off or damaged: ${why}`, { hint: 'Use another backup.', details: { path }, cause });
