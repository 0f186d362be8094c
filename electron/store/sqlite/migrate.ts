import { AppError } from '#shared/errors.ts';
import { checkCompatible } from '../compatible.ts';
import { knownMigrations, type Migration } from '../known-migrations.ts';
import type { SqliteConnection } from './connection.ts';
import { sqliteError } from './errors.ts';
import { appliedMigrations } from './history.ts';

export interface MigrateOptions {
  /** The version to end at. Default: the newest (up); required (down). */
  to?: number;
  /** The steps to choose from. Default: the program's own. */
  migrations?: readonly Migration[];
  now?: () => Date;
}

/** From and to which version, and the steps taken in their order. */
export interface MigrateResult {
  from: number;
  to: number;
  steps: Migration[];
}

const historyTable = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    version    INTEGER NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    applied_at TEXT NOT NULL
  ) STRICT`;

/** The steps this database has yet to have. @throws INCOMPATIBLE_VERSION. */
export function pendingMigrations(db: SqliteConnection, known: readonly Migration[] = knownMigrations()): Migration[] {
  const applied = appliedMigrations(db);
  checkCompatible(applied, known);
  return known.slice(applied.length);
}

/**
 * Takes the pending steps in order, each in a transaction of its own. A step that fails is rolled back and ends it:
 * the database is then at the step before.
 * @throws INCOMPATIBLE_VERSION, INVALID_INPUT (`to`), and what a step fails with.
 */
export function migrateUp(db: SqliteConnection, options: MigrateOptions = {}): MigrateResult {
  const known = options.migrations ?? knownMigrations();
  const from = known.length - pendingMigrations(db, known).length;
  const to = targetVersion(options.to ?? known.length, from, known.length);
  const now = options.now ?? (() => new Date());
  const record = 'INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)';

  const steps: Migration[] = [];
  for (const step of known.slice(from, to)) {
    const taken = takeStep(db, step, 'up', () => {
      db.exec(historyTable);
      // Another process may have taken it while we waited for the lock.
      if (appliedMigrations(db).some(({ version }) => version === step.version)) return false;
      db.exec(step.sql);
      db.prepare(record).run(step.version, step.name, step.checksum, now().toISOString());
      return true;
    });
    if (taken) steps.push(step);
  }
  return { from, to, steps };
}

/** Takes steps back, newest first, until the database is at version `to`. What only the newer schema can hold is lost. */
export function migrateDown(db: SqliteConnection, options: MigrateOptions & { to: number }): MigrateResult {
  const known = options.migrations ?? knownMigrations();
  const from = known.length - pendingMigrations(db, known).length;
  const to = targetVersion(options.to, 0, from);

  const steps: Migration[] = [];
  for (const step of known.slice(to, from).reverse()) {
    const taken = takeStep(db, step, 'down', () => {
      const { changes } = db.prepare('DELETE FROM schema_migrations WHERE version = ?').run(step.version);
      if (changes === 0) return false;
      db.exec(step.downSql);
      return true;
    });
    if (taken) steps.push(step);
  }
  return { from, to, steps };
}

function targetVersion(to: number, lowest: number, highest: number): number {
  if (Number.isInteger(to) && to >= lowest && to <= highest) return to;
  const range = lowest === highest ? `only ${lowest}` : `${lowest} to ${highest}`;
  throw new AppError('store.migrate', 'INVALID_INPUT', `There is no way to schema version ${to} from here: possible is ${range}`, {
    hint: 'Choose one of these versions.',
  });
}

/**
 * One step, whole or not at all. Foreign keys are off meanwhile, because rebuilding a table drops it for a moment
 * (https://www.sqlite.org/lang_altertable.html#otheralter), and are checked before the commit.
 */
function takeStep(db: SqliteConnection, step: Migration, direction: 'up' | 'down', work: () => boolean): boolean {
  const foreignKeys = db.pragma('foreign_keys', { simple: true });
  db.pragma('foreign_keys = OFF');
  try {
    db.exec('BEGIN IMMEDIATE');
    const taken = work();
    if (!db.inTransaction) throw new Error('the step ends the transaction it runs in');
    const dangling = db.pragma('foreign_key_check') as unknown[];
    if (dangling.length > 0) throw new Error(`it leaves ${dangling.length} rows that refer to nothing`);
    db.exec('COMMIT');
    return taken;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw stepError(error, step, direction, db.name);
  } finally {
    db.pragma(`foreign_keys = ${String(foreignKeys)}`);
  }
}

function stepError(error: unknown, step: Migration, direction: string, path: string): AppError {
  const known = sqliteError('store.migrate', error, path);
  const code = known instanceof AppError ? known.code : 'INTERNAL';
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('store.migrate', code, `Step ${step.version} (${step.name}) ${direction} failed and was rolled back: ${why}`, {
    hint:
      known instanceof AppError && known.hint !== undefined
        ? known.hint
        : 'The database is as it was before this step. Go on with the Cofferdam that worked with it.',
    details: { path, version: step.version },
    cause: error,
  });
}
