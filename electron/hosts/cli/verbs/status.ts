import type { AppStatus } from '#shared/contract/app.ts';
import { formatRelative } from '#shared/format.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { fields } from '../text/table.ts';

export const showStatus = (context: CliContext): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.app.status(), (status) => statusText(status, context.home.root, new Date()));
  });

export const statusText = (status: AppStatus, home: string, now: Date): string =>
  fields([
    ['home', home],
    ['storage', `${status.storage.ok ? 'ok' : 'NOT OK'}: ${status.storage.message}`],
    ['backups', String(status.backupCount)],
    [
      'last verified',
      status.lastVerifiedBackup === null
        ? 'none yet'
        : `${formatRelative(status.lastVerifiedBackup.createdAt, now)} (${status.lastVerifiedBackup.id})`,
    ],
    ['restore', restoreWord(status, now)],
    ['running jobs', String(status.runningJobs)],
  ]);

function restoreWord({ pendingRestore, unseenReport }: AppStatus, now: Date): string | null {
  if (pendingRestore !== null)
    return `${pendingRestore.kind} staged, to the state of ${formatRelative(pendingRestore.backupCreatedAt, now)}`;
  return unseenReport ? 'applied; see cofferdam backup pending' : null;
}
