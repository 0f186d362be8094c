import { knownMigrations, type StorageBackend } from '../store/index.ts';
import { type Check, failed, ok } from './check.ts';

export const storageCheck = (store: Pick<StorageBackend, 'ping' | 'schema'>): Check => ({
  id: 'storage',
  title: 'Storage answers',
  async run() {
    await store.ping();
    const { version } = store.schema();
    const newest = knownMigrations().length;
    if (version === newest) return ok(`Schema version ${version}`);
    return failed(
      `Its schema is version ${version}; this Cofferdam works with ${newest}`,
      'Restart Cofferdam: it brings the schema up to date when it starts.',
    );
  },
});
