import Database from 'better-sqlite3';
import { AppError, type ErrorCode } from '#shared/errors.ts';

interface Meaning {
  code: ErrorCode;
  text: string;
  hint: string;
}

const hints = {
  busy: 'Another program holds it. Close that program or try again.',
  full: 'Free some space, then try again.',
  corrupt: 'Restore a backup from before the damage.',
  denied: 'Check who owns the file and its folder, and that its file system is not mounted read-only.',
  io: 'Check the disk and the system log.',
};

/** Primary result codes, https://www.sqlite.org/rescode.html; the extended ones start with them. */
const meanings: Record<string, Meaning> = {
  SQLITE_BUSY: { code: 'BUSY', text: 'the database is locked', hint: hints.busy },
  SQLITE_LOCKED: { code: 'BUSY', text: 'the database is locked', hint: hints.busy },
  SQLITE_FULL: { code: 'NO_SPACE', text: 'the disk is full', hint: hints.full },
  SQLITE_CORRUPT: { code: 'CORRUPT', text: 'the database is damaged', hint: hints.corrupt },
  SQLITE_NOTADB: { code: 'CORRUPT', text: 'the file is not a SQLite database', hint: hints.corrupt },
  SQLITE_READONLY: { code: 'PERMISSION_DENIED', text: 'the database can not be written', hint: hints.denied },
  SQLITE_PERM: { code: 'PERMISSION_DENIED', text: 'the database may not be opened', hint: hints.denied },
  SQLITE_CANTOPEN: { code: 'IO', text: 'the database can not be opened', hint: hints.denied },
  SQLITE_IOERR: { code: 'IO', text: 'the disk reported an error', hint: hints.io },
};

/** What SQLite threw, as an AppError that names the file. Anything else comes back as it is. */
export function sqliteError(op: string, error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const primary = error.code.split('_').slice(0, 2).join('_');
  const meaning = meanings[primary];
  const details = { path, sqlite: error.code };
  if (meaning === undefined) return new AppError(op, 'INTERNAL', `${path}: ${error.message}`, { details, cause: error });
  return new AppError(op, meaning.code, `${path}: ${meaning.text} (${error.message})`, { hint: meaning.hint, details, cause: error });
}
