import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import type { SchemaState } from '../backend.ts';
import type { SqliteConnection } from './connection.ts';
import { sqliteError } from './errors.ts';

export interface AppliedMigration {
  version: number;
  name: string;
  checksum: string;
  appliedAt: string;
}

/** The steps this database has had, oldest first. Empty for one that has no history yet. */
export function appliedMigrations(db: SqliteConnection): AppliedMigration[] {
  if (!hasHistory(db)) return [];
  return db
    .prepare<[], AppliedMigration>('SELECT version, name, checksum, applied_at AS appliedAt FROM schema_migrations ORDER BY version')
    .all();
}

export const hasHistory = (db: SqliteConnection): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").get() !== undefined;

export const schemaState = (db: SqliteConnection): SchemaState => {
  const applied = appliedMigrations(db).map(({ version, checksum }) => ({ version, checksum }));
  return { backend: 'sqlite', version: applied.at(-1)?.version ?? 0, applied };
};

/**
 * The schema of a database file that nobody migrates: null when there is no file or it has no history of ours.
 * @throws CORRUPT, BUSY, PERMISSION_DENIED, IO.
 */
export function readSchemaState(path: string): SchemaState | null {
  if (!existsSync(path)) return null;
  let db: SqliteConnection | undefined;
  try {
    db = open(path);
    return hasHistory(db) ? schemaState(db) : null;
  } catch (error) {
    throw sqliteError('store.schema', error, path);
  } finally {
    db?.close();
  }
}

/**
 * Writable although it only reads: a read-only connection to a WAL database leaves a -wal and a -shm file behind, and in a
 * staged copy those would look like part of it. Where nothing may be written, nothing can be left either.
 */
function open(path: string): SqliteConnection {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('schema_version');
    return db;
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(READONLY|CANTOPEN)/.test(error.code)) throw error;
    return new Database(path, { fileMustExist: true, readonly: true });
  }
}
