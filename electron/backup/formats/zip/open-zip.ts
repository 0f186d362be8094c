import { closeSync, fstatSync, openSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { ioError } from '../../../files/index.ts';
import { type Manifest, ManifestEntry, ManifestHeader, manifestFormat, manifestName, restoreTextName, storedName } from '../../manifest.ts';
import { collect } from '../collect.ts';
import type { ArchiveContent, OpenArchive } from '../format.ts';
import { pathProblem, tampered, type ZipEntry } from './check-directory.ts';
import { readDirectory } from './read-directory.ts';
import { readContent } from './read-content.ts';

/** Enough for two million files; a manifest beyond it is no manifest. */
const largestManifest = 512 * 1024 * 1024;

/** Opens an archive as hostile input; see `BackupFormat.open`. */
export async function openZip(path: string): Promise<OpenArchive> {
  const { byName, content, ...opened } = openDirectory(path);
  try {
    const manifest = await readManifest(path, byName.get(manifestName), content);
    return { ...opened, manifest, missing: matchEntries(path, manifest, byName) };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** For another thread's share of an archive whose manifest has been checked: see `BackupFormat.openContent`. */
export async function openZipContent(path: string): Promise<ArchiveContent> {
  return openDirectory(path);
}

interface Directory extends ArchiveContent {
  sizeBytes: number;
  byName: ReadonlyMap<string, ZipEntry>;
  content: (entry: ZipEntry) => AsyncGenerator<Uint8Array>;
}

function openDirectory(path: string): Directory {
  const descriptor = openFile(path);
  try {
    const sizeBytes = fstatSync(descriptor).size;
    const byName = new Map(readDirectory(path, descriptor, sizeBytes).map((entry) => [entry.name, entry]));
    const content = (entry: ZipEntry): AsyncGenerator<Uint8Array> => readContent(path, descriptor, entry);
    return {
      sizeBytes,
      byName,
      content,
      read(entry) {
        const stored = byName.get(storedName(entry));
        if (stored) return content(stored);
        throw new AppError('backup.read', 'CORRUPT', `${path}: ${entry.path} is not in the archive`, {
          hint: 'Use another backup.',
          details: { entry: entry.path },
        });
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw ioError('backup.open', error, path);
  }
}

async function readManifest(
  path: string,
  entry: ZipEntry | undefined,
  content: (entry: ZipEntry) => AsyncIterable<Uint8Array>,
): Promise<Manifest> {
  if (!entry) {
    throw new AppError('backup.open', 'UNSUPPORTED', `${path} has no ${manifestName}: Cofferdam did not write it`, {
      hint: 'Name a backup that Cofferdam wrote.',
      details: { path },
    });
  }
  if (entry.size > largestManifest) throw tampered(path, entry.name, `claims to be ${entry.size} bytes long`);
  return parseManifest(path, (await collect(content(entry))).toString('utf8'));
}

function parseManifest(path: string, text: string): Manifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new AppError('backup.open', 'CORRUPT', `${path}: its manifest is not JSON`, { hint: 'Use another backup.', cause: error });
  }
  const format = typeof data === 'object' && data !== null && 'format' in data ? data.format : undefined;
  if (typeof format === 'number' && format > manifestFormat) {
    throw new AppError(
      'backup.open',
      'INCOMPATIBLE_VERSION',
      `${path} was written by a newer Cofferdam (format ${format}, this one reads up to ${manifestFormat})`,
      {
        hint: 'Update Cofferdam, or restore it by hand as its RESTORE.txt says.',
        details: { path, format },
      },
    );
  }
  const parsed = checkManifest(data);
  if (!('issue' in parsed)) return parsed;
  throw new AppError('backup.open', 'CORRUPT', `${path}: its manifest is invalid at ${parsed.issue}`, { hint: 'Use another backup.' });
}

/** Entry by entry, each in the place of the unchecked one: two whole copies of a large manifest would be too much. */
function checkManifest(data: unknown): Manifest | { issue: string } {
  const whole = ManifestHeader.safeParse(data);
  if (!whole.success) return { issue: describe(whole.error.issues[0], []) };
  const { entries, ...header } = whole.data;
  for (const [index, entry] of entries.entries()) {
    const parsed = ManifestEntry.safeParse(entry);
    if (!parsed.success) return { issue: describe(parsed.error.issues[0], ['entries', index]) };
    entries[index] = parsed.data;
  }
  return { ...header, entries: entries as ManifestEntry[] };
}

const describe = (issue: { path: PropertyKey[]; message: string } | undefined, prefix: PropertyKey[]): string =>
  `${[...prefix, ...(issue?.path ?? [])].map(String).join('.') || 'the top'}: ${issue?.message ?? 'unknown'}`;

/** Holds manifest and directory against each other. @returns what the archive lacks. */
function matchEntries(path: string, manifest: Manifest, byName: ReadonlyMap<string, ZipEntry>): ManifestEntry[] {
  const expected = new Set([manifestName, restoreTextName]);
  const paths = new Set<string>();
  const links = new Set(manifest.entries.filter(({ kind }) => kind === 'link').map((entry) => entry.path));
  const missing: ManifestEntry[] = [];
  for (const entry of manifest.entries) {
    const problem = pathProblem(entry.path);
    if (problem) throw tampered(path, entry.path, problem);
    if (!entry.path.startsWith(`${entry.area}/`) || !manifest.areas.includes(entry.area))
      throw tampered(path, entry.path, `is not in the area ${entry.area}`);
    if (paths.has(entry.path)) throw tampered(path, entry.path, 'appears twice in the manifest');
    const throughLink = links.size === 0 ? undefined : parents(entry.path).find((parent) => links.has(parent));
    if (throughLink !== undefined) throw tampered(path, entry.path, `leads through the link ${throughLink}`);
    paths.add(entry.path);
    const name = storedName(entry);
    if (expected.has(name)) throw tampered(path, entry.path, `shares its content ${name} with something else`);
    expected.add(name);
    const stored = byName.get(name);
    if (!stored) missing.push(entry);
    else checkAgainst(path, entry, stored);
  }
  for (const name of byName.keys()) if (!expected.has(name)) throw tampered(path, name, 'is not in the manifest');
  return missing;
}

const typeMask = 0o170000;
const linkType = 0o120000;

function checkAgainst(path: string, entry: ManifestEntry, stored: ZipEntry): void {
  if (stored.size !== entry.size) throw tampered(path, entry.path, `is ${stored.size} bytes long and the manifest says ${entry.size}`);
  const isLink = (stored.unixMode & typeMask) === linkType;
  if (isLink !== (entry.kind === 'link')) throw tampered(path, entry.path, 'is a link in one place and none in the other');
}

const parents = (path: string): string[] => {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
};
