import { existsSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '#shared/errors.ts';
import { sqliteError } from '../store/index.ts';

export interface SealedCopy {
  userVersion: number;
  rows: Record<string, number>;
}

const pagesPerStep = 4_096;

/**
 * Copies a live database through SQLite's online backup into one sealed file: no log beside it, `quick_check` ok.
 *
 * The copy is one state: a read transaction on the source pins it. Without that pin every write of another process
 * would start the copy over (sqlite.org/backup.html, "if another process writes"), and a busy database would never
 * finish. In WAL mode the pin stops nobody; in a rollback journal writers wait for the copy.
 *
 * @throws CORRUPT when the source is damaged, BUSY when it stays locked.
 */
export async function copySqlite(
  source: string,
  target: string,
  options: { check?: () => void; onPages?: (done: number, total: number) => void } = {},
): Promise<SealedCopy> {
  try {
    const database = openSource(source);
    try {
      await database.backup(target, {
        progress: ({ totalPages, remainingPages }) => {
          options.check?.();
          options.onPages?.(totalPages - remainingPages, totalPages);
          return pagesPerStep;
        },
      });
    } finally {
      database.close();
    }
    return seal(source, target);
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(target + suffix, { force: true });
    throw sqliteError('backup.copy-database', error, source);
  }
}

/** Opened with its read transaction begun. */
function openSource(path: string): Database.Database {
  try {
    return beginReading(new Database(path, { readonly: true, fileMustExist: true, timeout: 10_000 }));
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_READONLY')) throw error;
    // A crash left a journal to be rolled back, which takes a writer (sqlite.org/rescode.html#readonly_rollback). Any
    // program that opens the database does that first.
    return beginReading(new Database(path, { fileMustExist: true, timeout: 10_000 }));
  }
}

function beginReading(database: Database.Database): Database.Database {
  try {
    database.exec('BEGIN');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opening it as its only user and closing it again folds and removes its log. */
function seal(source: string, target: string): SealedCopy {
  const sealed = checkCopy(source, target);
  const left = ['-wal', '-shm', '-journal'].find((suffix) => existsSync(target + suffix));
  if (left !== undefined) throw new AppError('backup.copy-database', 'INTERNAL', `${target}${left} is still there`);
  return sealed;
}

function checkCopy(source: string, target: string): SealedCopy {
  const copy = new Database(target, { fileMustExist: true });
  try {
    const problems = quickCheck(copy);
    if (problems.length === 0) return { userVersion: Number(copy.pragma('user_version', { simple: true })), rows: countRows(copy) };
    throw new AppError('backup.copy-database', 'CORRUPT', `${source} is damaged: ${problems[0]}`, {
      hint: 'Run "cofferdam doctor"; earlier backups hold it as it was.',
      details: { path: source, problems: problems.slice(0, 20) },
    });
  } finally {
    copy.close();
  }
}

/** What `PRAGMA quick_check` found, or nothing. */
export const quickCheck = (database: Database.Database): string[] => pragmaProblems(database, 'quick_check(20)');
export const integrityCheck = (database: Database.Database): string[] => pragmaProblems(database, 'integrity_check(20)');

function pragmaProblems(database: Database.Database, pragma: string): string[] {
  try {
    const rows = database.pragma(pragma) as Record<string, string>[];
    return rows.flatMap((row) => Object.values(row)).filter((text) => text !== 'ok');
  } catch (error) {
    if (needsItsProgram(error)) return []; // no sign of damage, which would be CORRUPT
    throw error;
  }
}

/** A schema with functions or collations that only the program has which made it. */
const needsItsProgram = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_ERROR(_MISSING_COLLSEQ)?$/.test(error.code);

/** Whether what SQLite threw means that the file is damaged, as against locked, unreadable or on a full disk. */
export const meansDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);

/** Rows that point nowhere, in words; at most 20. */
export function foreignKeyProblems(database: Database.Database): string[] {
  const rows = database.prepare('SELECT "table" AS child, rowid, parent FROM pragma_foreign_key_check LIMIT 20').all() as {
    child: string;
    rowid: number | null;
    parent: string;
  }[];
  return rows.map(({ child, rowid, parent }) => `${child} row ${rowid ?? '?'} refers to a row of ${parent} that is not there`);
}

/** A table's or column's name as SQL takes it, whatever is in it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Rows in each table a person would recognise: no virtual table's shadows, nothing of SQLite's own. */
export function countRows(database: Database.Database): Record<string, number> {
  const tables = database
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  const rows: Record<string, number> = {};
  for (const table of tables) {
    try {
      rows[table] = Number(
        database
          .prepare(`SELECT count(*) FROM ${quoteName(table)}`)
          .pluck()
          .get(),
      );
    } catch (error) {
      if (!needsItsProgram(error)) throw error; // else this one is not counted
    }
  }
  return rows;
}

/** Size of what would be read, log included: an estimate for progress. */
export function databaseBytes(path: string): number {
  return ['', '-wal'].reduce((sum, suffix) => sum + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0), 0);
}
