import { createHash } from 'node:crypto';
import {
  fsync,
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  futimesSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '#shared/errors.ts';
import { ioError, writeFully } from '../../files/index.ts';
import { type ArchiveContent, collect, type OpenArchive } from '../formats/index.ts';
import type { ManifestEntry } from '../manifest.ts';
import { leaves } from '../scan-area.ts';

const flush = promisify(fsync);

export interface ExtractOptions {
  /** Entry paths are laid below it; it must be new and ours alone. */
  target: string;
  skipVerify: boolean;
  check: () => void;
  onEntry: (entry: ManifestEntry) => void;
}

/** O_EXCL and O_NOFOLLOW: nothing that is there already is written through, whatever the archive claims. */
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** From here on a file is flushed by itself, while others are being unpacked. */
const flushBytes = 8 * 1024 * 1024;
/** Each holds a descriptor. */
const mostFlushes = 16;

const isContent = ({ kind }: ManifestEntry): boolean => kind === 'file' || kind === 'sqlite';

/**
 * Lays files down below `target` and holds each against its SHA-256 while it is written. Entries of other kinds are
 * passed over. Several may run on parts of one archive at once.
 * @returns warnings, with `skipVerify`; without it the first mismatch is CHECKSUM_MISMATCH.
 */
export async function extractFiles(archive: ArchiveContent, entries: readonly ManifestEntry[], options: ExtractOptions): Promise<string[]> {
  const { target, skipVerify, check, onEntry } = options;
  const warnings: string[] = [];
  const flushes: Promise<void>[] = [];
  const makeFolder = folderMaker();
  try {
    for (const entry of entries.filter(isContent)) {
      check();
      onEntry(entry);
      const path = join(target, entry.path);
      makeFolder(dirname(path));
      const { sha256, flushed } = await writeEntry(archive, entry, path, options);
      if (flushed) flushes.push(flushed);
      if (flushes.length > mostFlushes) await flushes.shift();
      if (sha256 === entry.sha256) continue;
      if (sha256 === undefined) {
        warnings.push(leftOut(entry));
        continue;
      }
      if (!skipVerify) throw mismatch(entry);
      warnings.push(`${entry.path} does not match its SHA-256 and was restored all the same`);
    }
    await Promise.all(flushes);
  } catch (error) {
    await Promise.allSettled(flushes);
    throw error;
  }
  return warnings;
}

/** Folders and links, once every file is there: so no path can lead through a link, and folders keep their times. */
export async function extractFoldersAndLinks(
  archive: OpenArchive,
  entries: readonly ManifestEntry[],
  { target, skipVerify }: Pick<ExtractOptions, 'target' | 'skipVerify'>,
): Promise<string[]> {
  const warnings: string[] = [];
  const makeFolder = folderMaker();
  for (const area of archive.manifest.areas) makeFolder(join(target, area));
  const folders = entries.filter(({ kind }) => kind === 'folder');
  for (const { path } of folders) makeFolder(join(target, path));
  for (const entry of entries.filter(({ kind }) => kind === 'link')) {
    makeFolder(dirname(join(target, entry.path)));
    const text = await readLink(archive, entry, skipVerify);
    if (text === undefined) {
      warnings.push(leftOut(entry));
      continue;
    }
    if (createHash('sha256').update(text).digest('hex') !== entry.sha256 && !skipVerify) throw mismatch(entry);
    writeLink(entry, text, target);
  }
  // Deepest first: setting a child's time would touch its parent's.
  for (const entry of folders.toReversed()) settleFolder(join(target, entry.path), entry);
  return warnings;
}

async function readLink(archive: OpenArchive, entry: ManifestEntry, skipVerify: boolean): Promise<string | undefined> {
  try {
    return (await collect(archive.read(entry))).toString('utf8');
  } catch (error) {
    if (skipVerify && isDamage(error)) return undefined;
    throw error;
  }
}

/** Two runs of entries that take about as long to unpack. Contiguous, so that both seldom write into one folder. */
export function halves(entries: readonly ManifestEntry[]): [ManifestEntry[], ManifestEntry[]] {
  const files = entries.filter(isContent);
  const cost = ({ size }: ManifestEntry): number => size + creationCost;
  const total = files.reduce((sum, entry) => sum + cost(entry), 0);
  let sum = 0;
  const middle = files.findIndex((entry) => {
    sum += cost(entry);
    return sum >= total / 2;
  });
  return [files.slice(0, middle + 1), files.slice(middle + 1)];
}

/** Making a file takes as long as writing this many bytes. */
const creationCost = 60_000;

function folderMaker(): (path: string) => void {
  const made = new Set<string>();
  return (path) => {
    if (made.has(path)) return;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    made.add(path);
  };
}

interface WrittenEntry {
  /** Undefined: it could not be unpacked and, with `skipVerify`, was left out. */
  sha256: string | undefined;
  /** Of a large file: settles when it is on the disk. A small one is covered by the flush of the whole tree. */
  flushed?: Promise<void>;
}

async function writeEntry(
  archive: ArchiveContent,
  entry: ManifestEntry,
  path: string,
  { check, skipVerify }: ExtractOptions,
): Promise<WrittenEntry> {
  const hash = createHash('sha256');
  let written = 0;
  let flushed: Promise<void> | undefined;
  try {
    const descriptor = openSync(path, newFile, 0o600);
    try {
      try {
        for await (const chunk of archive.read(entry)) {
          check();
          hash.update(chunk);
          writeFully(descriptor, chunk);
          written += chunk.length;
        }
      } catch (error) {
        if (!skipVerify || !isDamage(error)) throw error;
        // All of it is there and only its checksum is wrong: that is what was asked for.
        if (written !== entry.size) {
          unlinkSync(path);
          return { sha256: undefined };
        }
      }
      fchmodSync(descriptor, entry.mode);
      const mtime = new Date(entry.mtime);
      futimesSync(descriptor, mtime, mtime);
      if (entry.size >= flushBytes) flushed = flushAndClose(descriptor, path);
    } finally {
      if (!flushed) closeSync(descriptor);
    }
  } catch (error) {
    throw ioError('restore.extract', error, path);
  }
  flushed?.catch(() => undefined); // thrown where all of them are awaited
  return { sha256: hash.digest('hex'), ...(flushed ? { flushed } : {}) };
}

async function flushAndClose(descriptor: number, path: string): Promise<void> {
  try {
    await flush(descriptor);
  } catch (error) {
    throw ioError('restore.extract', error, path);
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes that are not what was written, as against an archive that somebody made to do harm. */
const isDamage = (error: unknown): boolean => error instanceof AppError && error.code === 'CORRUPT';

const leftOut = (entry: ManifestEntry): string => `${entry.path} is too damaged in the archive to be unpacked and was left out`;

function writeLink(entry: ManifestEntry, text: string, target: string): void {
  const path = join(target, entry.path);
  if (text.includes('\0') || leaves(join(target, entry.area), path, text)) {
    throw new AppError('restore.extract', 'TAMPERED', `The link ${entry.path} leaves its area: ${JSON.stringify(text)}`, {
      hint: 'Cofferdam did not write this archive as it is now. Do not trust it; use another backup.',
      details: { entry: entry.path },
    });
  }
  try {
    symlinkSync(text, path);
    const mtime = new Date(entry.mtime);
    lutimesSync(path, mtime, mtime);
  } catch (error) {
    throw ioError('restore.extract', error, path);
  }
}

function settleFolder(path: string, entry: ManifestEntry): void {
  // A folder its owner can't enter would be one that no later restore could move.
  chmodSync(path, entry.mode | 0o700);
  const mtime = new Date(entry.mtime);
  utimesSync(path, mtime, mtime);
}

const mismatch = (entry: ManifestEntry): AppError =>
  new AppError('restore.extract', 'CHECKSUM_MISMATCH', `${entry.path} does not match the SHA-256 in the backup's manifest`, {
    hint: 'The archive is damaged: verify the other backups and restore one that is whole.',
    details: { entry: entry.path },
  });
