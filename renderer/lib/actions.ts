import type { CreateRequest } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import { client, connection, orpc } from './client.ts';
import { ConnectionLost } from './connection.ts';
import { jobFeed, queryClient } from './live.ts';
import { showError, showJobStarted } from './toasts.ts';

/** Starts a job and lets every view know of it at once, before its first event. */
export async function startJob(start: () => Promise<Job>): Promise<Job> {
  const job = await start();
  jobFeed.apply(job, performance.now());
  showJobStarted(job);
  return job;
}

/** For a button or a palette entry with no place of its own for an error. */
export function attempt(action: () => Promise<unknown>): void {
  action().catch((error: unknown) => showError(error));
}

export const createBackup = (request: CreateRequest): Promise<Job> => startJob(() => client.backup.create(request));
export const backUpNow = (): void => attempt(() => createBackup({ type: 'full' }));
export const verifyBackups = (ids: string[] | undefined, deep: boolean): void =>
  attempt(() => startJob(() => client.backup.verify(ids === undefined ? { deep } : { ids, deep })));
export const cancelJob = (id: string): void => attempt(async () => jobFeed.apply(await client.job.cancel({ id }), performance.now()));

export const cancelRestore = async (): Promise<void> => {
  queryClient.setQueryData(orpc.backup.pending.queryKey(), await client.backup.cancelRestore());
};

export const undoRestore = async (): Promise<void> => {
  await client.backup.undo();
  queryClient.setQueryData(orpc.backup.pending.queryKey(), await client.backup.dismissReport());
};

export const dismissReport = async (): Promise<void> => {
  queryClient.setQueryData(orpc.backup.pending.queryKey(), await client.backup.dismissReport());
};

/** From here on a lost connection is the restart that was asked for. */
export async function restart(force: boolean): Promise<void> {
  connection.expectRestart();
  try {
    await client.app.restart({ force });
  } catch (error) {
    // It may go before it has answered; that is a restart too.
    if (error instanceof ConnectionLost) return;
    connection.restartRefused();
    throw error;
  }
}
