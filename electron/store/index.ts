export type { JobStore, SchemaState, StorageBackend } from './backend.ts';
export { checkCompatible } from './compatible.ts';
export { knownMigrations } from './known-migrations.ts';
export * from './sqlite/index.ts';
