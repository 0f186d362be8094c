import { Kysely, sql } from 'kysely';
import type { Logger } from '../../log/index.ts';
import { createActivityStore } from '../activity-store.ts';
import type { StorageBackend } from '../backend.ts';
import { createJobStore } from '../job-store.ts';
import { createKeyValueStore } from '../key-value-store.ts';
import { knownMigrations, type Migration } from '../known-migrations.ts';
import type { Tables } from '../tables.ts';
import { checkDatabase } from './check.ts';
import { openConnection } from './connection.ts';
import { ImmediateSqliteDialect } from './dialect.ts';
import { sqliteError } from './errors.ts';
import { schemaState } from './history.ts';
import { migrateUp, pendingMigrations } from './migrate.ts';

export interface OpenStoreOptions {
  log: Logger;
  now?: () => Date;
  /** Told before steps are taken on a database that has had some already: the moment for a checkpoint. When it throws, nothing is migrated. */
  beforeMigrate?: (pending: Migration[]) => Promise<void>;
}

/**
 * Opens (or makes) the database, brings it to the newest schema and hands out its stores.
 * @throws INCOMPATIBLE_VERSION, CORRUPT, BUSY, NO_SPACE, PERMISSION_DENIED, IO. The file is closed again then.
 */
export async function openSqliteStore(path: string, options: OpenStoreOptions): Promise<StorageBackend> {
  const now = options.now ?? (() => new Date());
  const log = options.log.child({ part: 'store' });
  const connection = openConnection(path);
  try {
    const known = knownMigrations();
    const pending = pendingMigrations(connection, known);
    if (pending.length > 0 && pending.length < known.length) await options.beforeMigrate?.(pending);
    const { from, to, steps } = migrateUp(connection, { migrations: known, now });
    if (steps.length > 0) log.info('Schema migrated', { path, from, to });
  } catch (error) {
    connection.close();
    throw sqliteError('store.open', error, path);
  }

  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(connection) });
  return {
    jobs: createJobStore(db, log),
    activity: createActivityStore(db, now),
    settings: createKeyValueStore(db, now),
    schema: () => schemaState(connection),
    async ping() {
      await sql`select 1 from sqlite_schema limit 1`.execute(db);
    },
    async check() {
      checkDatabase(connection);
    },
    async close() {
      if (!connection.open) return;
      // kysely waits for queries under way; it closes nothing when there never was one.
      await db.destroy();
      if (connection.open) connection.close();
    },
  };
}
