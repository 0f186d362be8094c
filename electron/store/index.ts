export type { ActivityStore, AppliedStep, JobStore, KeyValueStore, NewActivity, SchemaState, StorageBackend, StoredJob } from './backend.ts';
export { checkCompatible } from './compatible.ts';
export { knownMigrations, type Migration } from './known-migrations.ts';
export * from './sqlite/index.ts';
