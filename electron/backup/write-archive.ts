import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from '#shared/contract/backup.ts';
import { failPoint, requireSpace } from '../files/index.ts';
import { readSchemaState } from '../store/index.ts';
import type { TaskContext } from '../workers/index.ts';
import { archiveNames } from './archive-names.ts';
import { type ArchiveWriter, defaultFormat, type Written } from './formats/index.ts';
import { type Manifest, type ManifestEntry, manifestFormat, manifestName, restoreTextName } from './manifest.ts';
import { restoreText } from './restore-text.ts';
import { type Excluded, type Facts, type Found, scanArea } from './scan-area.ts';
import { copySqlite, databaseBytes } from './sqlite-copy.ts';
import { copyStable, readStable } from './stable-read.ts';

export type Header = Omit<Manifest, 'format' | 'schema' | 'entries' | 'excluded'>;

export interface ArchivePlan {
  header: Header;
  /** Area → its folder. */
  roots: Partial<Record<Area, string>>;
  /** Path, inside an area, of the database whose migrations the manifest records. */
  schemaOf: string;
  /** Must exist and be empty; on the same file system as the archive. */
  scratch: string;
  archive: string;
  level: number;
}

/** Up to this a file is read into memory; beyond, a stable copy is made and streamed. */
const inMemoryBytes = 4 * 1024 * 1024;
/** What deflate leaves of a usual home; the true need shows while writing, and NO_SPACE is handled there too. */
const expectedRatio = 0.3;
const reserveBytes = 16 * 1024 * 1024;

/**
 * Writes everything the areas hold into a new archive: databases as sealed copies, files as they stood still.
 * @throws BUSY (a file that never holds still), CORRUPT (a damaged database), NO_SPACE, PERMISSION_DENIED
 */
export async function writeArchive(plan: ArchivePlan, { check, report }: TaskContext): Promise<{ sizeBytes: number; sha256: string }> {
  report({ phase: 'Looking for changes', done: 0, total: null, unit: 'files', item: null });
  const { found, excluded } = scanAll(plan, check);
  const total = found.reduce((sum, item) => sum + sizeOf(item), 0);
  await requireSpace('backup.create', plan.scratch, scratchNeed(found) + total * expectedRatio + reserveBytes);
  failPoint('create:scanned');

  const names = archiveNames(found.map(({ path }) => path));
  const writer = defaultFormat.create(plan.archive, plan.level, check);
  const entries: ManifestEntry[] = [];
  let schema: Manifest['schema'] = { backend: 'sqlite', version: 0, applied: [] };
  let done = 0;
  try {
    for (const [index, item] of found.entries()) {
      check();
      report({ phase: 'Backing up', done, total, unit: 'bytes', item: item.path });
      const name = names[index] ?? item.path;
      const onSchema = (path: string): void => {
        if (item.path === plan.schemaOf) schema = readSchemaState(path) ?? schema;
      };
      const entry = await addItem(writer, item, name, plan.scratch, check, onSchema);
      if (entry === undefined) excluded.push({ path: item.path, why: 'it was removed while the backup ran' });
      else entries.push(name === item.path ? entry : { ...entry, stored: entry.kind === 'folder' ? `${name}/` : name });
      done += sizeOf(item);
    }
    const manifest: Manifest = { format: manifestFormat, ...plan.header, schema, entries, excluded };
    const mtime = new Date(plan.header.createdAt);
    await writer.add(textEntry(restoreTextName, restoreText(manifest), mtime));
    await writer.add(textEntry(manifestName, JSON.stringify(manifest), mtime));
    failPoint('create:before-finish');
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

function scanAll(plan: ArchivePlan, check: () => void): { found: Found[]; excluded: Excluded[] } {
  const found: Found[] = [];
  const excluded: Excluded[] = [];
  for (const area of plan.header.areas) {
    const scan = scanArea(area, plan.roots[area] ?? '', check);
    found.push(...scan.found);
    excluded.push(...scan.excluded);
  }
  return { found, excluded };
}

const sizeOf = ({ kind, absolute, stats }: Found): number =>
  kind === 'sqlite' ? databaseBytes(absolute) : kind === 'file' ? stats.size : 0;

/** One copy at a time lies in the scratch folder. */
const scratchNeed = (found: readonly Found[]): number =>
  found.reduce((most, item) => Math.max(most, sizeOf(item) > inMemoryBytes || item.kind === 'sqlite' ? sizeOf(item) : 0), 0);

const textEntry = (name: string, text: string, mtime: Date) => ({
  name,
  mode: 0o600,
  mtime,
  content: { kind: 'bytes' as const, bytes: Buffer.from(text) },
});

async function addItem(
  writer: ArchiveWriter,
  item: Found,
  name: string,
  scratch: string,
  check: () => void,
  onDatabase: (copy: string) => void,
): Promise<ManifestEntry | undefined> {
  const describe = (stats: Facts) => ({
    path: item.path,
    area: item.area,
    mode: stats.mode & 0o777,
    mtime: new Date(stats.mtimeMs).toISOString(),
  });
  const header = (stats: Facts) => ({ name, mode: stats.mode & 0o777, mtime: new Date(stats.mtimeMs) });
  switch (item.kind) {
    case 'folder':
      await writer.add({ ...header(item.stats), name: `${name}/`, content: { kind: 'folder' } });
      return { ...describe(item.stats), kind: 'folder', size: 0, sha256: null };
    case 'link': {
      const target = item.target ?? '';
      const written = await writer.add({ ...header(item.stats), content: { kind: 'link', target } });
      return { ...describe(item.stats), kind: 'link', ...written };
    }
    case 'file': {
      if (item.stats.size <= inMemoryBytes) {
        const read = readStable(item.absolute);
        if (!read) return undefined;
        const written = await writer.add({ ...header(read.stats), content: { kind: 'bytes', bytes: read.value } });
        return { ...describe(read.stats), kind: 'file', ...written };
      }
      const copy = join(scratch, 'file');
      const copied = copyStable(item.absolute, copy);
      if (!copied) return undefined;
      const content = await addFile(writer, header(copied.stats), copy);
      return { ...describe(copied.stats), kind: 'file', ...content };
    }
    case 'sqlite': {
      const copy = join(scratch, 'database');
      const { userVersion, rows } = await copySqlite(item.absolute, copy, { check });
      onDatabase(copy);
      const content = await addFile(writer, header(item.stats), copy);
      return { ...describe(item.stats), kind: 'sqlite', ...content, userVersion, rows };
    }
  }
}

/** Takes a scratch file in and removes it. */
async function addFile(writer: ArchiveWriter, header: { name: string; mode: number; mtime: Date }, copy: string): Promise<Written> {
  const written = await writer.add({ ...header, content: { kind: 'file', path: copy } });
  unlinkSync(copy);
  return written;
}
