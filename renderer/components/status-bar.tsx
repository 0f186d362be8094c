import { useQuery } from '@tanstack/react-query';
import { History, X } from 'lucide-react';
import { Link } from 'wouter';
import { cancelJob } from '../lib/actions.ts';
import { orpc } from '../lib/client.ts';
import { openDialog } from '../lib/dialogs.ts';
import { errorDataOf } from '../lib/errors.ts';
import { figures } from '../lib/job-words.ts';
import { isRunning, type LiveJob } from '../lib/job-feed.ts';
import { useJobs } from '../lib/live.ts';
import { estimate } from '#shared/rate.ts';
import { IconButton } from './button.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { Time } from './time.tsx';
import { ToneIcon } from './tone-icon.tsx';

const item = 'flex h-full items-center gap-1.5 rounded-sm px-2 hover:bg-hover hover:text-text';

/** What holds at any time: storage, the last verified backup, what runs, what waits for a restart. */
export function StatusBar() {
  const { data: status, error } = useQuery(orpc.app.status.queryOptions());
  const { data: info } = useQuery(orpc.app.info.queryOptions());
  const running = useJobs().find(({ job }) => isRunning(job.state));
  return (
    <footer aria-label="Status" className="flex h-7 shrink-0 items-center border-t border-line bg-sunken px-1 text-sm text-muted">
      {status && (
        <>
          <Link href="/doctor" className={item} title={status.storage.message}>
            <ToneIcon tone={status.storage.ok ? 'ok' : 'error'} size={13} />
            {status.storage.ok ? 'Storage OK' : 'Storage needs attention'}
          </Link>
          <VerifiedItem verified={status.lastVerifiedBackup} />
          {status.pendingRestore && (
            <button type="button" className={`${item} text-warning!`} onClick={() => openDialog({ kind: 'pending' })}>
              <History size={13} aria-hidden />
              {status.pendingRestore.kind === 'undo' ? 'Undo waits for a restart' : 'Restore waits for a restart'}
            </button>
          )}
        </>
      )}
      {error && !status && (
        <span className="flex items-center gap-1.5 px-2" title={errorDataOf(error).message}>
          <ToneIcon tone="error" size={13} />
          State not known
        </span>
      )}
      <div className="min-w-2 flex-1" />
      {running && <RunningItem live={running} />}
      {info && (
        <span className="px-2 whitespace-nowrap text-faint" title={`Home: ${info.home}`}>
          {info.version} · {info.host}
        </span>
      )}
    </footer>
  );
}

function VerifiedItem({ verified }: { verified: { id: string; createdAt: string } | null }) {
  if (!verified) {
    return (
      <Link href="/backups" className={item}>
        <ToneIcon tone="warning" size={13} />
        No verified backup
      </Link>
    );
  }
  return (
    <Link href={`/backups/${verified.id}`} className={item}>
      <ToneIcon tone="ok" size={13} />
      <span className="whitespace-nowrap">
        Verified backup <Time at={verified.createdAt} />
      </span>
    </Link>
  );
}

function RunningItem({ live: { job, samples } }: { live: LiveJob }) {
  const [first] = figures(job.progress, estimate(samples, job.progress.total));
  return (
    <div className="flex min-w-0 items-center gap-1">
      <Link href={`/jobs/${job.id}`} className={`${item} min-w-0`}>
        <span className="truncate">{job.title}</span>
        <span className="truncate text-faint max-[1023px]:hidden">{job.state === 'queued' ? 'Queued' : job.progress.phase}</span>
        <ProgressBar label={`${job.title}, in the status bar`} progress={job.progress} className="w-24 shrink-0" />
        {job.progress.total !== null && first && <span className="w-9 shrink-0 text-right">{first}</span>}
      </Link>
      <IconButton small label={`Cancel ${job.title}`} onClick={() => cancelJob(job.id)}>
        <X size={13} aria-hidden />
      </IconButton>
    </div>
  );
}
