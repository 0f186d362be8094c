import { AppError } from '#shared/errors.ts';
import { foldName } from '../../archive-names.ts';

/** What the central directory of a zip says of one entry. */
export interface ZipEntry {
  name: string;
  /** Bytes of the name. */
  nameLength: number;
  method: number;
  flags: number;
  crc32: number;
  compressedSize: number;
  size: number;
  headerOffset: number;
  /** Where its content must have ended: at the next entry, or where the directory starts. */
  limit: number;
  /** Unix mode with its type bits; 0 where the archive was not made on Unix. */
  unixMode: number;
}

const localHeaderBytes = 30;
/** Deflate can't do better than 1032:1 (zlib's technical notes), so more is a lie. */
const bestRatio = 1_040;
const typeMask = 0o170000;
const allowedTypes = new Set([0, 0o100000, 0o040000, 0o120000]);

/**
 * Refuses a directory that no honest writer makes, before a byte of content is read.
 * @throws TAMPERED naming the entry, CORRUPT where the archive is cut off.
 */
export function checkDirectory(path: string, entries: readonly ZipEntry[], directoryStart: number): void {
  const seen = new Map<string, string>();
  for (const entry of entries) {
    const refuse = (why: string): never => {
      throw tampered(path, entry.name, why);
    };
    const problem = nameProblem(entry);
    if (problem) refuse(problem);
    const folded = foldName(entry.name.replace(/\/$/, ''));
    const twin = seen.get(folded);
    if (twin !== undefined) refuse(twin === entry.name ? 'appears twice' : `has the same name as ${twin} but for case or accents`);
    seen.set(folded, entry.name);
    if ((entry.flags & 1) !== 0) refuse('is encrypted');
    if (entry.method !== 0 && entry.method !== 8) refuse(`uses compression method ${entry.method}`);
    if (entry.method === 0 && entry.size !== entry.compressedSize) refuse('is stored with two different sizes');
    if (entry.size > entry.compressedSize * bestRatio) refuse(`claims to expand ${entry.compressedSize} bytes to ${entry.size}`);
    const type = entry.unixMode & typeMask;
    if (!allowedTypes.has(type)) refuse('is a device, socket or pipe');
    if ((type === 0o040000) !== entry.name.endsWith('/') && type !== 0) refuse('is called a folder and is none, or the reverse');
  }
  checkLayout(path, entries, directoryStart);
}

/** Entries that overlap each other, or the directory itself, are how zip bombs hide their size. Notes each one's limit. */
function checkLayout(path: string, entries: readonly ZipEntry[], directoryStart: number): void {
  const ordered = entries.toSorted((one, other) => one.headerOffset - other.headerOffset);
  let end = 0;
  for (const [index, entry] of ordered.entries()) {
    entry.limit = ordered[index + 1]?.headerOffset ?? directoryStart;
    if (entry.headerOffset < end) throw tampered(path, entry.name, 'overlaps another entry');
    end = entry.headerOffset + localHeaderBytes + entry.nameLength + entry.compressedSize;
    if (end > directoryStart) {
      throw new AppError('backup.open', 'CORRUPT', `${path}: ${entry.name} reaches beyond the entries' part of the archive`, {
        hint: 'The archive is cut off or damaged; use another backup.',
        details: { path, entry: entry.name },
      });
    }
  }
}

function nameProblem({ name }: ZipEntry): string | undefined {
  if (name.includes('\\')) return 'has a backslash in its name';
  return pathProblem(name.replace(/\/$/, ''));
}

/** Why a path may not be written below a folder, or undefined. Also used for the paths in a manifest. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'has an empty name';
  if (path.includes('\0')) return 'has a NUL in its name';
  if (path.startsWith('/')) return 'has an absolute path';
  if (/^[A-Za-z]:/.test(path)) return 'names a drive';
  if (path.split('/').some((part) => part === '..')) return 'leads out of its folder';
  if (path.split('/').some((part) => part === '' || part === '.')) return 'has an empty part in its path';
  return undefined;
}

export const tampered = (path: string, entry: string, why: string): AppError =>
  new AppError('backup.open', 'TAMPERED', `${path}: the entry ${JSON.stringify(entry)} ${why}`, {
    hint: 'Cofferdam did not write this archive as it is now. Do not trust it; use another backup.',
    details: { path, entry },
  });
