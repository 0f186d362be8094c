import { AppError } from '#shared/errors.ts';
import type { SqliteConnection } from './connection.ts';
import { sqliteError } from './errors.ts';

const maxProblems = 20;

/** quick_check and foreign_key_check. Reads the whole file: a big database belongs in a worker. @throws CORRUPT with details {problems}. */
export function checkDatabase(db: SqliteConnection): void {
  const problems = findProblems(db);
  if (problems.length === 0) return;
  throw new AppError('store.check', 'CORRUPT', `${db.name}: the database is damaged: ${problems[0] ?? ''}`, {
    hint: 'Restore a backup from before the damage.',
    details: { path: db.name, problems },
  });
}

function findProblems(db: SqliteConnection): string[] {
  try {
    const found = (db.pragma(`quick_check(${maxProblems})`) as { quick_check: string }[]).map((row) => row.quick_check);
    const damage = found.filter((text) => text !== 'ok');
    if (damage.length > 0) return damage;
    const dangling = db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
    return dangling
      .slice(0, maxProblems)
      .map(({ table, rowid, parent }) => `row ${rowid} of ${table} refers to a row of ${parent} that is not there`);
  } catch (error) {
    throw sqliteError('store.check', error, db.name);
  }
}
