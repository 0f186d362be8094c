import type { AppStatus } from '#shared/contract/app.ts';
import type { App } from './app.ts';

/** The state that fits on one line: for status bar, tray and `cofferdam status`. */
export async function appStatus({ store, backup, jobs }: App): Promise<AppStatus> {
  const [storage, backups, { pending, last }] = await Promise.all([storageHealth(store), backup.list(), backup.pending()]);
  const verified = backups.find(({ verdict, problem }) => verdict === 'valid' && problem === null);
  return {
    storage,
    lastVerifiedBackup: verified ? { id: verified.id, createdAt: verified.createdAt } : null,
    backupCount: backups.length,
    pendingRestore: pending ? { backupId: pending.backupId, backupCreatedAt: pending.changes.backupCreatedAt, kind: pending.kind } : null,
    unseenReport: last !== null && !last.seen,
    runningJobs: jobs.running().length,
  };
}

async function storageHealth(store: App['store']): Promise<AppStatus['storage']> {
  try {
    await store.ping();
    return { ok: true, message: 'SQLite answers' };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
