import type { PendingRestore } from '#shared/contract/backup.ts';

/** What a restart is busy with, so that a long one is not taken for a hang. `pending` is what was staged when it began. */
export function restartText(pending: Pick<PendingRestore, 'kind' | 'options'> | null): string {
  const back = 'The page comes back by itself.';
  if (pending === null) return 'The page comes back by itself as soon as Cofferdam has started.';
  if (pending.kind === 'undo') return `Putting the state from before the restore back in place. ${back}`;
  if (!pending.options.createCheckpoint) return `Putting the restored state in place. ${back}`;
  return `Taking a safety copy and putting the restored state in place. A large home takes a minute. ${back}`;
}
