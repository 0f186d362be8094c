import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  futimesSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { ioError } from '../../files/index.ts';
import { collect, type OpenArchive } from '../formats/index.ts';
import type { ManifestEntry } from '../manifest.ts';
import { leaves } from '../scan-area.ts';

export interface ExtractOptions {
  /** Entry paths are laid below it; it must be new and ours alone. */
  target: string;
  skipVerify: boolean;
  check: () => void;
  onEntry: (entry: ManifestEntry) => void;
}

/** O_EXCL and O_NOFOLLOW: nothing that is there already is written through, whatever the archive claims. */
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Lays entries down below `target` and holds each against its SHA-256 while it is written. Links come after all
 * files, so that no path can lead through one.
 * @returns warnings, with `skipVerify`; without it the first mismatch is CHECKSUM_MISMATCH.
 */
export async function extractEntries(archive: OpenArchive, entries: readonly ManifestEntry[], options: ExtractOptions): Promise<string[]> {
  const { target, skipVerify, check, onEntry } = options;
  const warnings: string[] = [];
  const made = new Set<string>();
  const makeFolder = (path: string): void => {
    if (made.has(path)) return;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    made.add(path);
  };
  for (const area of archive.manifest.areas) makeFolder(join(target, area));
  const links: ManifestEntry[] = [];
  const folders: ManifestEntry[] = [];
  for (const entry of entries) {
    check();
    const path = join(target, entry.path);
    if (entry.kind === 'folder') {
      makeFolder(path);
      folders.push(entry);
    } else if (entry.kind === 'link') links.push(entry);
    else {
      onEntry(entry);
      makeFolder(dirname(path));
      if ((await writeEntry(archive, entry, path, check)) === entry.sha256) continue;
      if (!skipVerify) throw mismatch(entry);
      warnings.push(`${entry.path} does not match its SHA-256 and was restored all the same`);
    }
  }
  for (const entry of links) {
    makeFolder(dirname(join(target, entry.path)));
    const text = (await collect(archive.read(entry))).toString('utf8');
    if (createHash('sha256').update(text).digest('hex') !== entry.sha256 && !skipVerify) throw mismatch(entry);
    writeLink(entry, text, target);
  }
  // Deepest first: setting a child's time would touch its parent's.
  for (const entry of folders.toReversed()) settleFolder(join(target, entry.path), entry);
  return warnings;
}

async function writeEntry(archive: OpenArchive, entry: ManifestEntry, path: string, check: () => void): Promise<string> {
  const hash = createHash('sha256');
  try {
    const descriptor = openSync(path, newFile, 0o600);
    try {
      for await (const chunk of archive.read(entry)) {
        check();
        hash.update(chunk);
        writeAll(descriptor, chunk);
      }
      fchmodSync(descriptor, entry.mode);
      const mtime = new Date(entry.mtime);
      futimesSync(descriptor, mtime, mtime);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw ioError('restore.extract', error, path);
  }
  return hash.digest('hex');
}

function writeAll(descriptor: number, chunk: Uint8Array): void {
  for (let offset = 0; offset < chunk.length; ) offset += writeSync(descriptor, chunk, offset);
}

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
