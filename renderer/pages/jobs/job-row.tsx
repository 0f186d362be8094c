import { memo } from 'react';
import { formatDuration, formatPercent } from '#shared/format.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Time } from '../../components/time.tsx';
import type { LiveJob } from '../../lib/job-feed.ts';
import { elapsed, outcomeOf } from '../../lib/job-words.ts';
import { JobStateIcon } from './job-state-icon.tsx';

export const JobRow = memo(function JobRow({ live: { job } }: { live: LiveJob }) {
  const took = job.finishedAt === null ? null : elapsed(job, 0);
  return (
    <div className="@container h-full">
      <div className="flex h-full items-center gap-3 px-3">
        <JobStateIcon job={job} />
        <span className="min-w-0 flex-1 truncate" title={job.title}>
          {job.title}
        </span>
        {job.state === 'running' ? (
          <>
            <span className="hidden truncate text-muted @2xl:block">{job.progress.phase}</span>
            <ProgressBar label={job.title} progress={job.progress} className="w-28 shrink-0" />
            <span className="w-10 shrink-0 text-right text-muted">
              {job.progress.total === null ? '' : formatPercent(job.progress.done, job.progress.total)}
            </span>
          </>
        ) : (
          <>
            <span className="hidden w-28 shrink-0 text-muted @2xl:block">{outcomeOf(job).label}</span>
            <span className="hidden w-20 shrink-0 text-right text-sm text-faint @2xl:block">
              {took === null ? '' : formatDuration(took)}
            </span>
            <Time at={job.createdAt} className="hidden w-28 shrink-0 text-right text-sm text-faint @sm:block" />
          </>
        )}
      </div>
    </div>
  );
});
