import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Area, AreaChange, DatabaseChange, RestoreChanges } from '#shared/contract/backup.ts';
import { hashFile, ioError, isErrno } from '../../files/index.ts';
import type { Manifest, ManifestEntry } from '../manifest.ts';
import { type Found, scanArea } from '../scan-area.ts';
import { countRows } from '../sqlite-copy.ts';
import { liveKeeper } from './live-keeper.ts';

/** One thing on the side that would come: from a manifest, or a file that lies in a folder kept aside. */
export type Incoming = Pick<ManifestEntry, 'path' | 'area' | 'kind' | 'size' | 'rows' | 'mtime'> &
  ({ sha256: string | null } | { file: Found });

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
    const live = new Map(scanArea(area, root, check).found.map((item) => [item.path, item]));
    const keeps = input.overwriteExisting ? undefined : liveKeeper(input.roots);
    for (const entry of incoming) {
      check();
      if (entry.kind === 'folder') continue;
      const found = live.get(entry.path);
      const kept = keeps?.(entry) ?? false;
      if (kept) change.unchanged += 1;
      else if (!found) note(entry.path, 'added', entry.size);
      else if (await isSame(entry, found)) change.unchanged += 1;
      else note(entry.path, 'replaced', entry.size);
      if (entry.kind === 'sqlite' && !kept) {
        const rows = found && found.kind !== 'folder' ? liveRows(found.absolute) : {};
        databases.push({ path: entry.path, tables: rowChanges(rows, entry.rows ?? {}) });
      }
    }
    if (input.overwriteExisting) {
      const coming = new Set(incoming.filter(({ kind }) => kind !== 'folder').map(({ path }) => path));
      for (const { path, kind, absolute } of live.values()) {
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
  manifest.entries.filter(({ area }) => areas.includes(area));

async function isSame(entry: Incoming, live: Found): Promise<boolean> {
  if (entry.kind === 'link') {
    if (live.target === undefined) return false;
    return 'file' in entry ? live.target === entry.file.target : sha256(live.target) === entry.sha256;
  }
  if (entry.kind !== 'file' || live.kind !== 'file' || live.stats.size !== entry.size) return false;
  // A backup and a restore keep the times of files, so the same size and time on both sides is the same file.
  if (Date.parse(entry.mtime) === Math.floor(live.stats.mtimeMs)) return true;
  try {
    return (await hash(live.absolute, entry.size)) === ('file' in entry ? await hash(entry.file.absolute, entry.size) : entry.sha256);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false; // gone since we looked
    throw ioError('restore.plan', error, live.absolute);
  }
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
