import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { Job } from '#shared/contract/job.ts';
import { formatDuration } from '#shared/format.ts';
import { IconButton } from '../../components/button.tsx';
import { CommandButton, CommandPopover } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Facts } from '../../components/facts.tsx';
import { JobProgressRow } from '../../components/job-progress-row.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { isRunning, type LiveJob } from '../../lib/job-feed.ts';
import { elapsed, outcomeOf } from '../../lib/job-words.ts';
import { useJob } from '../../lib/live.ts';
import { useNow } from '../../lib/use-now.ts';
import { JobResult } from './job-result.tsx';
import { JobStateIcon } from './job-state-icon.tsx';

export function JobDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const followed = useJob(id);
  // A job older than what the page follows is asked for by itself.
  const { data, error, refetch } = useQuery(orpc.job.get.queryOptions({ input: { id }, enabled: followed === undefined }));
  const live = followed ?? (data && { job: data, samples: [] });
  return (
    <section aria-label="Job" className="flex min-w-0 flex-1 flex-col">
      {live ? (
        <Loaded live={live} onClose={onClose} />
      ) : error ? (
        <div className="p-5">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      ) : (
        <SkeletonRows label="Loading the job" />
      )}
    </section>
  );
}

function Loaded({ live, onClose }: { live: LiveJob; onClose: () => void }) {
  const { job } = live;
  return (
    <>
      <div className="flex shrink-0 items-start gap-2.5 border-b border-line px-5 py-3">
        <span className="mt-0.5">
          <JobStateIcon job={job} size={16} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold break-words">{job.title}</h2>
          <p className="text-muted">
            {outcomeOf(job).label} · <Time at={job.createdAt} />
          </p>
        </div>
        {job.command === null ? (
          <CommandButton command={commands.jobShow(job.id)} what={job.title} />
        ) : (
          <CommandPopover line={job.command} what={job.title} />
        )}
        <IconButton label="Close the job" onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-5" tabIndex={0} role="group" aria-label="Details of the job">
        {isRunning(job.state) && <JobProgressRow live={live} link={false} />}
        {job.error && job.state !== 'cancelled' && <ErrorNotice error={job.error} />}
        {job.note !== null && <p className="rounded-md border border-warning-line bg-warning-soft p-3">{job.note}</p>}
        <JobResult job={job} />
        <JobFacts job={job} />
        <JobInput job={job} />
      </div>
    </>
  );
}

function JobFacts({ job }: { job: Job }) {
  const took = elapsed(job, useNow().getTime());
  return (
    <Facts
      rows={[
        ['Kind', job.kind],
        ['Last phase', job.state === 'failed' || job.state === 'interrupted' ? job.progress.phase : null],
        ['Started', job.startedAt === null ? 'Not yet' : <Time key="started" at={job.startedAt} absolute />],
        ['Took', job.finishedAt === null || took === null ? null : formatDuration(took)],
        ['Queue', job.resource],
        [
          'Id',
          <span key="id" className="font-mono text-sm">
            {job.id}
          </span>,
        ],
      ]}
    />
  );
}

function JobInput({ job }: { job: Job }) {
  if (job.input === null || job.input === undefined) return null;
  return (
    <section aria-label="What it was asked">
      <h3 className="mb-1.5 text-muted">What it was asked</h3>
      <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-sm whitespace-pre-wrap select-text">
        {JSON.stringify(job.input, null, 2)}
      </pre>
    </section>
  );
}
