import { useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { Empty } from '../../components/empty.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FilterInput } from '../../components/filter-input.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { VirtualListbox } from '../../components/virtual-listbox.tsx';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { openDialog } from '../../lib/dialogs.ts';
import type { LiveJob } from '../../lib/job-feed.ts';
import { filterJobs } from '../../lib/job-filter.ts';
import { useJobs } from '../../lib/live.ts';
import { JobDetail } from './job-detail.tsx';
import { JobRow } from './job-row.tsx';

export function JobsPage({ id }: { id: string | null }) {
  const jobs = useJobs();
  // The feed has them already as a rule; this tells an empty list from one not yet here, and shows why it can't come.
  const first = useQuery(orpc.job.list.queryOptions({ input: { limit: 1 } }));
  return (
    <>
      <PageHeader title="Jobs">
        <CommandButton command={commands.jobList()} what="Jobs" />
      </PageHeader>
      {jobs.length === 0 && first.error && (
        <div className="p-5">
          <ErrorNotice error={first.error} onRetry={() => void first.refetch()} />
        </div>
      )}
      {jobs.length === 0 && first.isPending && <SkeletonRows rows={10} label="Loading the jobs" />}
      {jobs.length === 0 && first.data && <NoJobs />}
      {jobs.length > 0 && <Browser jobs={jobs} id={id} />}
    </>
  );
}

function Browser({ jobs, id }: { jobs: readonly LiveJob[]; id: string | null }) {
  const [, go] = useLocation();
  const [query, setQuery] = useState('');
  const found = useMemo(() => filterJobs(jobs, query), [jobs, query]);
  const list = useRef<HTMLDivElement>(null);
  const select = (job: string): void => go(`/jobs/${job}`, { replace: id !== null });
  return (
    <div className="flex min-h-0 flex-1">
      <div className={id === null ? 'flex min-w-0 flex-1 flex-col' : 'flex w-[38%] min-w-72 flex-col border-r border-line'}>
        <div className="shrink-0 border-b border-line px-3 py-2">
          <FilterInput
            label="Filter jobs"
            value={query}
            onChange={setQuery}
            onDown={() => {
              list.current?.focus();
              if (id === null && found[0]) select(found[0].job.id);
            }}
          />
        </div>
        <VirtualListbox
          label="Jobs"
          items={found}
          keyOf={({ job }) => job.id}
          selected={id}
          onSelect={({ job }) => select(job.id)}
          rowHeight={34}
          renderRow={(live) => <JobRow live={live} />}
          listRef={list}
          empty={<p className="p-6 text-center text-muted">No job matches “{query}”.</p>}
        />
      </div>
      {id !== null && <JobDetail key={id} id={id} onClose={() => go('/jobs')} />}
    </div>
  );
}

const NoJobs = () => (
  <Empty
    icon={<ListChecks size={36} strokeWidth={1.25} />}
    title="No jobs yet"
    action={
      <Button variant="primary" onClick={() => openDialog({ kind: 'create' })}>
        Back up…
      </Button>
    }
  >
    Whatever takes longer than a second is a job: backups, verifications, restores. They go on when this window is closed.
  </Empty>
);
