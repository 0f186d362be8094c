import { Link } from 'wouter';
import { cancelJob } from '../lib/actions.ts';
import { commands } from '../lib/commands.ts';
import type { LiveJob } from '../lib/job-feed.ts';
import { figures } from '../lib/job-words.ts';
import { estimate } from '#shared/rate.ts';
import { Button } from './button.tsx';
import { CommandButton } from './command-button.tsx';
import { ProgressBar } from './progress-bar.tsx';

/** A job under way: phase, bar, amount, rate, time left, cancel. */
export function JobProgressRow({ live: { job, samples }, link = true }: { live: LiveJob; link?: boolean }) {
  const { progress } = job;
  const said =
    job.state === 'queued'
      ? [job.resource ? `Waits for ${job.resource}` : 'Waits for its turn']
      : figures(progress, estimate(samples, progress.total));
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          {link ? (
            <Link href={`/jobs/${job.id}`} className="truncate rounded-sm font-medium hover:underline">
              {job.title}
            </Link>
          ) : (
            <span className="truncate font-medium">{job.title}</span>
          )}
          <span className="shrink-0 text-muted">{job.state === 'queued' ? 'Queued' : progress.phase}</span>
          <span className="ml-auto truncate text-sm text-muted">{said.join(' · ')}</span>
        </div>
        <ProgressBar label={job.title} progress={progress} className="mt-1.5" />
        <p className="mt-1 h-4 truncate font-mono text-xs text-faint" title={progress.item ?? undefined}>
          {progress.item}
        </p>
      </div>
      <span className="flex items-center gap-1">
        <CommandButton small command={commands.jobCancel(job.id)} what="Cancel job" />
        <Button small onClick={() => cancelJob(job.id)}>
          Cancel job
        </Button>
      </span>
    </div>
  );
}
