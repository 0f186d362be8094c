import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Area } from '#shared/contract/backup.ts';
import { ioError, isErrno, temporaryPrefix } from '../files/index.ts';

/** What we keep of a Stats: a whole one is a quarter of a kilobyte, and there may be a million. */
export type Facts = Pick<Stats, 'size' | 'mode' | 'mtimeMs'>;

export interface Found {
  /** Starts with the area, uses `/`. */
  path: string;
  absolute: string;
  area: Area;
  kind: 'file' | 'sqlite' | 'link' | 'folder';
  stats: Facts;
  /** Of a link. */
  target?: string;
}

export interface Excluded {
  path: string;
  why: string;
}

const sqliteMagic = Buffer.from('SQLite format 3\0');
/** A database's size is a multiple of its page size, which is at least this. */
const smallestPage = 512;
const sideFiles = ['-wal', '-shm', '-journal'];

/** Of a name such as `app.db-wal` the database it would belong to. */
export const databaseOf = (name: string): string | undefined => {
  const suffix = sideFiles.find((end) => name.endsWith(end) && name.length > end.length);
  return suffix === undefined ? undefined : name.slice(0, -suffix.length);
};

/**
 * Walks one area and says what a backup of it would hold, in path order, and what it leaves out and why.
 * An area that does not exist is empty. A file that goes while we look is not an error: it is gone.
 * Synchronous, for worker threads.
 */
export function scanArea(area: Area, root: string, check: () => void = () => undefined): { found: Found[]; excluded: Excluded[] } {
  const found: Found[] = [];
  const excluded: Excluded[] = [];

  const visit = (folder: string, prefix: string): void => {
    check();
    for (const name of namesIn(folder)) {
      const text = name.toString('utf8');
      const path = `${prefix}/${text}`;
      if (!Buffer.from(text).equals(name)) {
        excluded.push({ path, why: 'its name is not valid UTF-8; rename it to have it backed up' });
        continue;
      }
      if (text.startsWith(temporaryPrefix)) {
        excluded.push({ path, why: 'a file that was being written' });
        continue;
      }
      const absolute = join(folder, text);
      const all = ifThere(absolute, () => lstatSync(absolute));
      if (!all) continue;
      const stats: Facts = { size: all.size, mode: all.mode, mtimeMs: all.mtimeMs };
      if (all.isDirectory()) {
        found.push({ path, absolute, area, kind: 'folder', stats });
        visit(absolute, path);
      } else if (all.isSymbolicLink()) {
        const bytes = ifThere(absolute, () => readlinkSync(absolute, { encoding: 'buffer' }));
        if (!bytes) continue;
        const target = bytes.toString('utf8');
        if (!Buffer.from(target).equals(bytes)) excluded.push({ path, why: 'a link to a name that is not valid UTF-8' });
        else if (leaves(root, absolute, target)) excluded.push({ path, why: `a link that leaves its area: ${target}` });
        else found.push({ path, absolute, area, kind: 'link', stats, target });
      } else if (all.isFile()) {
        found.push({ path, absolute, area, kind: isSqlite(absolute, stats) ? 'sqlite' : 'file', stats });
      } else {
        excluded.push({ path, why: `a ${kindOf(all)}` });
      }
    }
  };
  visit(root, area);
  return withoutSideFiles(found, excluded);
}

/** What a database keeps beside itself is part of its sealed copy, and would be wrong next to it. */
function withoutSideFiles(found: Found[], excluded: Excluded[]): { found: Found[]; excluded: Excluded[] } {
  const side = new Set(found.filter(({ kind }) => kind === 'sqlite').flatMap(({ path }) => sideFiles.map((suffix) => path + suffix)));
  const kept = found.filter(({ path, kind }) => kind !== 'file' || !side.has(path));
  const dropped = found.filter(({ path, kind }) => kind === 'file' && side.has(path));
  return {
    found: kept,
    excluded: [...excluded, ...dropped.map(({ path }) => ({ path, why: 'its content is in the copy of its database' }))],
  };
}

const namesIn = (folder: string): Buffer[] => ifThere(folder, () => readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)) ?? [];

/** What `look` finds at `path`, or undefined when it is gone. */
function ifThere<T>(path: string, look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw ioError('backup.scan', error, path);
  }
}

/** True when the link's text points outside `root`, however it is written. */
export function leaves(root: string, link: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  const inside = relative(root, resolve(dirname(link), target));
  return inside === '..' || inside.startsWith('../') || inside.startsWith('/');
}

/** By SQLite's magic bytes, never by name. A file that can't be looked at is none; reading it will say why. */
export function isSqlite(path: string, { size }: Pick<Stats, 'size'>): boolean {
  if (size < smallestPage || size % smallestPage !== 0) return false;
  try {
    // Not following: what was a file when it was listed may have become a link since.
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const head = Buffer.alloc(sqliteMagic.length);
      readSync(descriptor, head, 0, head.length, 0);
      return head.equals(sqliteMagic);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function kindOf(stats: Stats): string {
  if (stats.isSocket()) return 'socket';
  if (stats.isFIFO()) return 'named pipe';
  return 'device';
}
