import { useQuery } from '@tanstack/react-query';
import { attempt, restart } from './actions.ts';
import { orpc } from './client.ts';
import { openDialog } from './dialogs.ts';
import { isRunning } from './job-feed.ts';
import { jobFeed } from './live.ts';

/** Restarts at once where nothing runs, and asks first where something does. `unavailable` says why this host can't. */
export function useRestart(): { ask: () => void; unavailable: string | null } {
  const { data: info } = useQuery(orpc.app.info.queryOptions());
  const ask = (): void => {
    if (jobFeed.snapshot().some(({ job }) => isRunning(job.state))) openDialog({ kind: 'restart' });
    else attempt(() => restart(false));
  };
  return { ask, unavailable: info?.restartUnavailable ?? null };
}
