import { useQuery } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { JobProgressRow } from '../../components/job-progress-row.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { backUpNow } from '../../lib/actions.ts';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { openDialog } from '../../lib/dialogs.ts';
import { isRunning } from '../../lib/job-feed.ts';
import { useJobs } from '../../lib/live.ts';
import { ActivityList } from './activity-list.tsx';
import { FirstSteps } from './first-steps.tsx';
import { ProtectionCard } from './protection-card.tsx';

/** Is everything well, what runs, what happened; and the one button. */
export function OverviewPage() {
  const status = useQuery(orpc.app.status.queryOptions());
  const list = useQuery(orpc.backup.list.queryOptions());
  const failed = [status, list].find((query) => query.error !== null && query.data === undefined);
  return (
    <>
      <PageHeader title="Overview">
        <CommandButton command={commands.backupCreate({ type: 'full' })} what="Back up now" />
        <Button onClick={() => openDialog({ kind: 'create' })}>Back up…</Button>
        <Button variant="primary" icon={<Archive size={14} aria-hidden />} onClick={backUpNow}>
          Back up now
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-[920px] flex-col gap-6 p-5">
          {failed && <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />}
          {!failed && (!status.data || !list.data) && <SkeletonRows rows={3} label="Loading the overview" />}
          {status.data && list.data && <ProtectionCard status={status.data} backups={list.data.backups} />}
          <RunningJobs />
          {list.data?.backups.length === 0 && <FirstSteps />}
          <ActivityList />
        </div>
      </div>
    </>
  );
}

function RunningJobs() {
  const running = useJobs().filter(({ job }) => isRunning(job.state));
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="running-jobs">
      <h2 id="running-jobs" className="mb-2 font-semibold">
        Running
      </h2>
      <ul className="overflow-hidden rounded-lg border border-line">
        {running.map((live) => (
          <li key={live.job.id} className="border-b border-line p-3 last:border-0">
            <JobProgressRow live={live} />
          </li>
        ))}
      </ul>
    </section>
  );
}
