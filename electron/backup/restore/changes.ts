import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Area, AreaChange, DatabaseChange, RestoreChanges } from '#shared/contract/backup.ts';
import { hashFile } from '../../files/index.ts';
import type { Manifest, ManifestEntry } from '../manifest.ts';
import { type Found, scanArea } from '../scan-area.ts';
import { countRows } from '../sqlite-copy.ts';

/** One thing on the side that would come: from a manifest, or a file that lies in a folder kept aside. */
export type Incoming = Pick<ManifestEntry, 'path' | 'area' | 'kind' | 'size' | 'rows'> & { mtimeMs: number } & ({ sha256: string | null } | { file: Found });

export interface ChangesInput {
  backupId: string;
  backupCreatedAt: string;
  areas: readonly Area[];
  incoming: readonly Incoming[];
  /** Area → its live folder. */
  roots: Partial<Record<Area, string>>;
  overwriteExisting: boolean;
  warnings?: readonly string[];
}

const mostSamples = 200;
const smallBytes = 1024 * 1024;

/**
 * What putting `incoming` in place of the live areas would change: files by size, then by time or SHA-256; databases by their
 * rows, because two copies of one state differ in bytes. Reads only. Runs in a worker.
 */
export async function computeChanges(input: ChangesInput, check: () => void): Promise<RestoreChanges> {
  const areas: AreaChange[] = [];
  const databases: DatabaseChange[] = [];
  for (const area of input.areas) {
    const root = input.roots[area] ?? '';
    const incoming = input.incoming.filter((entry) => entry.area === area);
    const change: AreaChange = { area, added: 0, replaced: 0, removed: 0, unchanged: 0, bytes: 0, samples: [] };
    const note = (path: string, kind: 'added' | 'replaced' | 'removed', bytes: number): void => {
      change[kind] += 1;
      change.bytes += bytes;
      if (change.samples.length < mostSamples) change.samples.push({ path, change: kind });
    };
    for (const entry of incoming) {
      check();
      if (entry.kind === 'folder') continue;
      const live = join(root, entry.path.slice(area.length + 1));
      const stats = lstatSync(live, { throwIfNoEntry: false });
      if (!stats) note(entry.path, 'added', entry.size);
      else if (!input.overwriteExisting) change.unchanged += 1;
      else if (await isSame(entry, live, stats)) change.unchanged += 1;
      else note(entry.path, 'replaced', entry.size);
      if (entry.kind === 'sqlite' && (input.overwriteExisting || !stats))
        databases.push({ path: entry.path, tables: rowChanges(stats ? liveRows(live) : {}, entry.rows ?? {}) });
    }
    if (input.overwriteExisting) {
      const coming = new Set(incoming.map(({ path }) => path));
      for (const { path, kind, absolute } of scanArea(area, root, check).found) {
        if (kind === 'folder' || coming.has(path)) continue;
        note(path, 'removed', 0);
        if (kind === 'sqlite') databases.push({ path, tables: rowChanges(liveRows(absolute), {}) });
      }
    }
    areas.push(change);
  }
  return { backupId: input.backupId, backupCreatedAt: input.backupCreatedAt, areas, databases, warnings: [...(input.warnings ?? [])] };
}

export const incomingOf = (manifest: Manifest, areas: readonly Area[]): Incoming[] =>
  manifest.entries.filter(({ area }) => areas.includes(area)).map((entry) => ({ ...entry, mtimeMs: Date.parse(entry.mtime) }));

async function isSame(entry: Incoming, live: string, stats: Stats): Promise<boolean> {
  if (entry.kind === 'link') {
    if (!stats.isSymbolicLink()) return false;
    const target = readlinkSync(live);
    return 'file' in entry ? target === entry.file.target : sha256(target) === entry.sha256;
  }
  if (entry.kind !== 'file' || !stats.isFile() || stats.size !== entry.size) return false;
  // A backup and a restore keep the times of files, so the same size and time on both sides is the same file.
  if (Math.floor(entry.mtimeMs) === Math.floor(stats.mtimeMs)) return true;
  return (await hash(live, stats.size)) === ('file' in entry ? await hash(entry.file.absolute, entry.size) : entry.sha256);
}

const hash = async (path: string, size: number): Promise<string> => (size <= smallBytes ? sha256(readFileSync(path)) : hashFile(path));

/** Null where the database can't be read: it is damaged, or no database. */
export function liveRows(path: string): Record<string, number> | null {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    try {
      return countRows(database);
    } finally {
      database.close();
    }
  } catch {
    return null; // a restore is often wanted because of just that
  }
}

function rowChanges(now: Record<string, number> | null, after: Record<string, number>): DatabaseChange['tables'] {
  const tables = [...new Set([...Object.keys(now ?? {}), ...Object.keys(after)])].sort();
  return tables.map((table) => ({ table, rowsNow: now?.[table] ?? null, rowsAfter: after[table] ?? null }));
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
