import Database from 'better-sqlite3';
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { ioError, isErrno } from '../../files/index.ts';
import { sqliteError } from './errors.ts';

export type SqliteConnection = Database.Database;

/** How long a statement waits for another process before BUSY. */
const busyTimeoutMs = 10_000;

/** Opens the writer connection, making the file when it is not there. Readable by its owner only. */
export function openConnection(path: string): SqliteConnection {
  ownerOnly(path);
  let db: SqliteConnection | undefined;
  try {
    db = new Database(path, { timeout: busyTimeoutMs });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL'); // in WAL mode NORMAL may lose the last commits at a power cut
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF'); // a database from elsewhere must not call functions through its views or triggers
    return db;
  } catch (error) {
    db?.close();
    throw sqliteError('store.open', error, path);
  }
}

/** SQLite would make the file with the umask's mode, and gives its -wal and -shm the mode of the file. */
function ownerOnly(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw ioError('store.open', error, path);
    tighten(path);
  }
}

function tighten(path: string): void {
  try {
    const found = statSync(path);
    if (found.isFile() && (found.mode & 0o777) !== 0o600) chmodSync(path, 0o600);
  } catch (error) {
    throw ioError('store.open', error, path);
  }
}
