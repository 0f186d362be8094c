export { checkDatabase } from './check.ts';
export { openConnection, type SqliteConnection } from './connection.ts';
export { sqliteError } from './errors.ts';
export { type AppliedMigration, appliedMigrations, readSchemaState, schemaState } from './history.ts';
export { type MigrateOptions, type MigrateResult, migrateDown, migrateUp, pendingMigrations } from './migrate.ts';
export { type OpenStoreOptions, openSqliteStore } from './open.ts';
