import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { DatabaseRepairDetail, RepairMethod } from '#shared/contract/recovery.ts';
import { run } from '../../process/index.ts';
import type { TaskContext } from '../../workers/index.ts';
import { countRows, integrityCheck, quoteName } from '../sqlite-copy.ts';
import { salvageDatabase } from './salvage-database.ts';

/** What a rung made of the damaged copy; the caller has the last word, by `integrity_check`. */
export type Repair = Pick<DatabaseRepairDetail, 'tables' | 'warnings' | 'partialImport'> & { path: string };

export interface Rung {
  method: RepairMethod;
  /** Works on `copy` (with its log beside it) or builds a new file at `fresh`. @returns undefined when it does not apply. */
  repair(copy: string, fresh: string, context: Pick<TaskContext, 'check' | 'signal'>): Repair | undefined | Promise<Repair | undefined>;
}

/** Everything wrong with a database, in words: nothing, when it is sound. */
export function damageOf(path: string): string[] {
  try {
    const database = new Database(path, { fileMustExist: true, timeout: 5_000 });
    try {
      return integrityCheck(database);
    } finally {
      database.close();
    }
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const inPlace = (method: RepairMethod, act: (database: Database.Database) => boolean): Rung => ({
  method,
  repair(copy) {
    const database = new Database(copy, { fileMustExist: true });
    try {
      if (!act(database)) return undefined;
      return { path: copy, tables: allKept(database), warnings: [], partialImport: false };
    } finally {
      database.close();
    }
  },
});

/** Nothing but the log of a crash: folding it in makes the file whole. */
const checkpoint = inPlace('checkpoint', (database) => {
  database.pragma('wal_checkpoint(TRUNCATE)');
  return true;
});

const reindex = inPlace('reindex', (database) => {
  database.exec('REINDEX');
  return true;
});

const ftsRebuild = inPlace('fts-rebuild', (database) => {
  const indexes = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%' AND sql LIKE '%USING fts%'")
    .pluck()
    .all() as string[];
  for (const name of indexes) {
    const quoted = quoteName(name);
    database.exec(`INSERT INTO ${quoted}(${quoted}) VALUES ('rebuild')`);
  }
  return indexes.length > 0;
});

/** The largest database that is worth waiting for takes minutes. */
const toolMs = 10 * 60_000;

/** SQLite's own recovery, when the `sqlite3` tool is installed and has it. It reads pages, so it finds rows without a schema too. */
const recover: Rung = {
  method: 'recover',
  async repair(copy, fresh, { signal }) {
    const script = 'recovered.sql';
    const options = { cwd: dirname(fresh), signal, timeoutMs: toolMs };
    try {
      // Names relative to the folder: the tool's dot-commands have a quoting of their own.
      await run('sqlite3', ['-bail', basename(copy), `.output ${script}`, '.recover --ignore-freelist'], options);
      await run('sqlite3', [basename(fresh), `.read ${script}`], { ...options, okExitCodes: [0, 1] });
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined; // not installed, too old to know .recover, or beaten by the damage: the next rung needs no tool
    } finally {
      rmSync(join(dirname(fresh), script), { force: true });
    }
    const database = new Database(fresh, { fileMustExist: true });
    try {
      const names = database.prepare('SELECT name FROM sqlite_schema').pluck().all() as string[];
      if (names.length === 0) return undefined;
      const found = names.filter((name) => name.startsWith('lost_and_found'));
      const warnings = found.map((name) => `Rows whose table is unknown are in the table ${name}`);
      return { path: fresh, tables: countsOf(database), warnings, partialImport: true };
    } finally {
      database.close();
    }
  },
};

const rowSalvage: Rung = {
  method: 'row-salvage',
  repair(copy, fresh, { check }) {
    const { tables, warnings } = salvageDatabase(copy, fresh, { check });
    return { path: fresh, tables, warnings, partialImport: warnings.length > 0 || tables.some(({ lost }) => lost !== 0) };
  },
};

const countsOf = (database: Database.Database): Repair['tables'] =>
  Object.entries(countRows(database)).map(([table, kept]) => ({ table, kept, lost: null }));
const allKept = (database: Database.Database): Repair['tables'] => countsOf(database).map((table) => ({ ...table, lost: 0 }));

/** Mildest first. What follows when all fail, a backup or an empty database, is the caller's to decide. */
export const rungs: readonly Rung[] = [checkpoint, reindex, ftsRebuild, recover, rowSalvage];
