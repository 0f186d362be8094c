import { useEffect, useState } from 'react';
import type { RestoreChanges, RestoreOptions } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import type { ErrorData } from '#shared/errors.ts';
import { startJob } from './actions.ts';
import { client } from './client.ts';
import { errorDataOf } from './errors.ts';
import { isRunning } from './job-feed.ts';
import { jobFeed, useJob } from './live.ts';
import { useDebounced } from './use-debounced.ts';

export type Plan =
  | { phase: 'nothing' }
  | { phase: 'working'; job: Job | undefined }
  | { phase: 'done'; changes: RestoreChanges }
  | { phase: 'failed'; error: ErrorData; retry: () => void };

interface Asked {
  key: string;
  jobId: string | null;
  error: ErrorData | null;
}

/** What a restore would change, by a job for each different question. A question given up is cancelled. */
export function usePlan(id: string, options: RestoreOptions): Plan {
  const key = useDebounced(planKey(id, options), 150);
  const [attempt, setAttempt] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const live = useJob(asked?.key === key ? asked.jobId : null);

  useEffect(() => {
    const { id, options } = JSON.parse(key) as { id: string; options: RestoreOptions };
    if (choosesNothing(options)) return;
    let current = true;
    let jobId: string | null = null;
    startJob(() => client.backup.plan({ id, options })).then(
      (job) => {
        jobId = job.id;
        if (current) setAsked({ key, jobId, error: null });
        else giveUp(jobId);
      },
      (error: unknown) => current && setAsked({ key, jobId: null, error: errorDataOf(error) }),
    );
    return () => {
      current = false;
      setAsked(null);
      if (jobId !== null) giveUp(jobId);
    };
  }, [key, attempt]);

  const retry = (): void => setAttempt((count) => count + 1);
  if (choosesNothing(options)) return { phase: 'nothing' };
  if (asked?.key === key && asked.error) return { phase: 'failed', error: asked.error, retry };
  if (!live || isRunning(live.job.state)) return { phase: 'working', job: live?.job };
  if (live.job.state === 'succeeded') return { phase: 'done', changes: live.job.result as RestoreChanges };
  return { phase: 'failed', error: live.job.error ?? { code: 'CANCELLED', message: 'It was cancelled before it was done' }, retry };
}

/** Only what the answer depends on: the safety copy changes nothing in it. */
const planKey = (id: string, options: RestoreOptions): string =>
  JSON.stringify({ id, options: { ...options, createCheckpoint: true, checkpointReason: undefined } });

const choosesNothing = ({ restoreConfig, restoreData, restoreSkills }: RestoreOptions): boolean =>
  !restoreConfig && !restoreData && !restoreSkills;

/** Nobody waits for its answer any more; whether cancelling comes in time does not matter. */
function giveUp(jobId: string): void {
  const job = jobFeed.get(jobId)?.job;
  if (!job || isRunning(job.state)) client.job.cancel({ id: jobId }).catch(() => undefined);
}
