import type { Stats } from 'node:fs';
import { readdir, rm, stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { AppError, toErrorData } from '#shared/errors.ts';
import type { Home } from '../boot/home.ts';
import { ioError, isErrno, syncFolder, temporaryPrefix } from '../files/index.ts';
import type { Logger } from '../log/index.ts';
import { runTask } from '../workers/index.ts';
import { readSidecar, sidecarPath, unreadableInfo, writeSidecar } from './backup-info.ts';
import { partialSuffix, scratchPrefix } from './create-archive.ts';
import { formatOf } from './formats/index.ts';
import type { InspectInput } from './inspect-archive.ts';

/**
 * The backups of a home, read from its backups folder each time: the archives are the truth, the side-cars beside
 * them a cache that is made again where it is missing.
 */
export class Catalogue {
  readonly #folder: string;
  readonly #log: Logger;
  /**
   * What was found in archives whose side-car does not tell, by name, size and times: one that can't be read, or whose
   * side-car can't be written, is not read again for each list, nor by two at once.
   */
  readonly #inspected = new Map<string, Promise<BackupInfo>>();

  constructor(home: Home, log: Logger) {
    this.#folder = home.backups;
    this.#log = log;
  }

  /** Newest first. */
  async list(): Promise<BackupInfo[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return [];
      throw ioError('backup.list', error, this.#folder);
    });
    const infos: BackupInfo[] = [];
    for (const name of names) {
      if (!formatOf(name)) continue;
      const info = await this.#read(join(this.#folder, name));
      if (info) infos.push(info);
    }
    return infos.sort((one, other) => other.createdAt.localeCompare(one.createdAt) || other.id.localeCompare(one.id));
  }

  /** By a unique prefix of the id, or by the end of it that the archive's name shows. @throws NOT_FOUND, INVALID_INPUT */
  async get(prefix: string): Promise<BackupInfo> {
    const wanted = prefix.toUpperCase();
    const infos = await this.list();
    // What can't be read has no ULID; its id comes from its file's name, in whatever case.
    const exact = infos.find(({ id }) => id.toUpperCase() === wanted);
    const begins = (id: string): boolean => id.startsWith(wanted) || (wanted.length === 8 && id.endsWith(wanted));
    const matches = exact ? [exact] : infos.filter(({ id }) => begins(id.toUpperCase()));
    const [match] = matches;
    if (!match)
      throw new AppError('backup.get', 'NOT_FOUND', `There is no backup ${prefix}`, { hint: '"cofferdam backup list" shows the ids.' });
    if (matches.length > 1) {
      throw new AppError('backup.get', 'INVALID_INPUT', `${prefix} could be any of ${matches.length} backups`, {
        hint: 'Give more of the id.',
        details: { candidates: matches.slice(0, 10).map(({ id }) => id) },
      });
    }
    return match;
  }

  async remove(info: BackupInfo): Promise<void> {
    try {
      await unlink(info.path);
      await rm(sidecarPath(info.path), { force: true });
      await syncFolder(this.#folder);
    } catch (error) {
      throw ioError('backup.delete', error, info.path);
    }
  }

  /** Removes what a killed process left half-made. Only while no backup can be running: at start, under the lock. */
  async sweep(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const stale: string[] = [];
    for (const name of names) if (isHalfMade(name) || (await this.#isOrphan(name, names))) stale.push(name);
    const removed: string[] = [];
    for (const name of stale) {
      await rm(join(this.#folder, name), { recursive: true, force: true }).then(
        () => removed.push(name),
        (error: unknown) => this.#log.warn('What an interrupted backup left could not be removed', { name, error }),
      );
    }
    if (removed.length > 0) this.#log.info('Removed what an interrupted backup left', { names: removed });
    return removed;
  }

  /** A side-car of ours whose archive is gone. */
  async #isOrphan(name: string, names: readonly string[]): Promise<boolean> {
    const archive = name.replace(/\.json$/, '');
    if (archive === name || formatOf(archive) === undefined || names.includes(archive)) return false;
    return (await this.#sidecar(join(this.#folder, archive))) !== undefined;
  }

  async #read(path: string): Promise<BackupInfo | undefined> {
    const stats = await stat(path).catch(() => undefined); // deleted since it was listed
    if (!stats?.isFile()) return undefined;
    const cached = await this.#sidecar(path);
    if (cached?.sizeBytes === stats.size) return cached;
    const key = `${basename(path)} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
    const known = this.#inspected.get(key) ?? this.#inspect(path, stats, cached, key);
    this.#inspected.set(key, known);
    return known;
  }

  /** Never rejects: what can't be read is listed as such. */
  async #inspect(path: string, stats: Stats, cached: BackupInfo | undefined, key: string): Promise<BackupInfo> {
    try {
      const input: InspectInput = { want: 'info', path };
      const rebuilt = await runTask<BackupInfo>(new URL('./inspect.worker.ts', import.meta.url), input);
      // A side-car that disagrees is evidence: it stays until somebody looks.
      if (cached) return { ...cached, sizeBytes: stats.size, verdict: 'checksum-mismatch', problem: changed(path) };
      await writeSidecar(rebuilt).then(
        () => this.#inspected.delete(key),
        (error: unknown) => this.#log.warn('The record of a backup could not be kept', { path, error }),
      );
      return rebuilt;
    } catch (error) {
      this.#log.warn('A backup cannot be read', { path, error });
      const info = unreadableInfo(path, stats.size, stats.mtime, toErrorData(error, 'backup.list'));
      return cached ? { ...cached, sizeBytes: stats.size, verdict: 'corrupt', problem: info.problem } : info;
    }
  }

  /** Undefined also when it can't be read: the archive beside it can be asked instead. */
  async #sidecar(path: string): Promise<BackupInfo | undefined> {
    try {
      return await readSidecar(path);
    } catch (error) {
      this.#log.warn('The record of a backup cannot be read', { path, error });
      return undefined;
    }
  }
}

/** Our own leftovers, told by name: a stranger's `.partial` is a stranger's. */
const isHalfMade = (name: string): boolean =>
  name.startsWith(scratchPrefix) || name.startsWith(temporaryPrefix) || (name.startsWith('cofferdam-') && name.endsWith(partialSuffix));

const changed = (path: string) =>
  new AppError('backup.list', 'CHECKSUM_MISMATCH', `${path} is not the size it was written with`, {
    hint: 'Verify it before you rely on it.',
  }).toData();
