import { chmodSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '#shared/errors.ts';
import { ioError } from '../files/index.ts';
import type { Home } from './home.ts';

export interface InstanceLock {
  release(): void;
}

/**
 * One instance per home. An open `BEGIN EXCLUSIVE` is a lock of the kernel's: it goes with the process, however
 * that ends, which a PID file does not. Nothing else may open this file: closing any descriptor of it would free
 * the lock (fcntl(2), "advisory record locking").
 * @throws BUSY when another instance runs.
 */
export function takeInstanceLock(home: Home): InstanceLock {
  let database: Database.Database | undefined;
  try {
    database = new Database(home.lockFile, { timeout: 0 });
    database.pragma('journal_mode = DELETE');
    // Now that it is there; its journal will have the same mode.
    if ((statSync(home.lockFile).mode & 0o077) !== 0) chmodSync(home.lockFile, 0o600);
    database.exec('BEGIN EXCLUSIVE');
    const held = database;
    return {
      release() {
        if (!held.open) return;
        held.exec('ROLLBACK');
        held.close();
      },
    };
  } catch (error) {
    database?.close();
    if (!(error instanceof Database.SqliteError)) throw ioError('boot.lock', error, home.lockFile);
    if (error.code.startsWith('SQLITE_BUSY')) {
      throw new AppError('boot.lock', 'BUSY', `Another Cofferdam already runs on ${home.root}`, {
        hint: 'Use that one ("cofferdam open" shows its address), or stop it first.',
        details: { home: home.root },
        cause: error,
      });
    }
    if (error.code === 'SQLITE_NOTADB' || error.code === 'SQLITE_CORRUPT') {
      throw new AppError('boot.lock', 'CORRUPT', `${home.lockFile} is damaged`, {
        hint: 'It holds nothing: delete it and start again.',
        cause: error,
      });
    }
    if (error.code === 'SQLITE_FULL')
      throw new AppError('boot.lock', 'NO_SPACE', `${home.root}: the disk is full`, {
        hint: 'Free some space, then try again.',
        cause: error,
      });
    throw new AppError('boot.lock', 'PERMISSION_DENIED', `${home.lockFile} can't be written: ${error.message}`, {
      hint: 'Check who owns the home and that its disk is mounted writable, or choose another with --home.',
      cause: error,
    });
  }
}
