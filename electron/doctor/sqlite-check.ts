import Database from 'better-sqlite3';
import { type Check, failed, ok } from './check.ts';

/** STRICT tables came with 3.37, RETURNING with 3.35; the one that comes along is newer by far. */
const needed = [3, 37] as const;

export const sqliteCheck = (readVersion: () => string = sqliteVersion): Check => ({
  id: 'sqlite',
  title: 'SQLite',
  async run() {
    const version = readVersion();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const enough = major > needed[0] || (major === needed[0] && minor >= needed[1]);
    if (enough) return ok(`SQLite ${version}`);
    return failed(`SQLite ${version} is too old; ${needed.join('.')} is needed`, 'Install the packages again.', 'npm ci');
  },
});

function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
