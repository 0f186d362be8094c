import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TaskContext } from '../workers/index.ts';
import { isSqlite } from './scan-area.ts';
import { meansDamage, quickCheck } from './sqlite-copy.ts';

export interface DatabaseHealth {
  path: string;
  problems: string[];
}

/**
 * The program's own databases: top-level files of the data area, told by SQLite's magic bytes and not by name.
 * Deeper ones are workspace content and nobody's business at a start.
 */
export function discoverDatabases(dataFolder: string): string[] {
  if (!statSync(dataFolder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(dataFolder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(dataFolder, name))
    .filter((path) => isSqlite(path, statSync(path)))
    .sort();
}

/** `quick_check` of every database. Opens them read-write, so that SQLite may finish what a crash left in a log. */
export async function checkDatabases(dataFolder: string, { check }: TaskContext): Promise<DatabaseHealth[]> {
  return discoverDatabases(dataFolder).map((path) => {
    check();
    return { path, problems: problemsOf(path) };
  });
}

function problemsOf(path: string): string[] {
  try {
    const database = new Database(path, { fileMustExist: true, timeout: 5_000 });
    try {
      return quickCheck(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return []; // a program has it open and it works
    if (meansDamage(error)) return ['it is damaged, so far that it can not be read through'];
    return [error instanceof Error ? error.message : String(error)];
  }
}
