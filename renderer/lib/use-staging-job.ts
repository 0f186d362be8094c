import { useEffect } from 'react';
import type { LiveJob } from './job-feed.ts';
import { useJob } from './live.ts';

/** Follows a job that a dialog has started and calls back once it succeeded. */
export function useStagingJob(id: string | null, onSucceeded: () => void): LiveJob | undefined {
  const live = useJob(id);
  const state = live?.job.state;
  useEffect(() => {
    if (state === 'succeeded') onSucceeded();
  }, [state, onSucceeded]);
  return live;
}
