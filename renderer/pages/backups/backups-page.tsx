import { useQuery } from '@tanstack/react-query';
import { Archive, FileInput, ShieldCheck } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatPlural } from '#shared/format.ts';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { Empty } from '../../components/empty.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FilterInput } from '../../components/filter-input.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { VirtualListbox } from '../../components/virtual-listbox.tsx';
import { backUpNow, verifyBackups } from '../../lib/actions.ts';
import { filterBackups } from '../../lib/backup-filter.ts';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { openDialog } from '../../lib/dialogs.ts';
import { BackupDetail } from './backup-detail.tsx';
import { BackupRow } from './backup-row.tsx';

export function BackupsPage({ id }: { id: string | null }) {
  const { data, error, refetch } = useQuery(orpc.backup.list.queryOptions());
  return (
    <>
      <PageHeader title="Backups" summary={data && data.backups.length > 0 ? formatPlural(data.backups.length, 'backup') : undefined}>
        <CommandButton command={commands.backupList()} what="Backups" />
        <Button icon={<FileInput size={14} aria-hidden />} onClick={() => openDialog({ kind: 'import' })}>
          Import…
        </Button>
        <Button
          icon={<ShieldCheck size={14} aria-hidden />}
          onClick={() => verifyBackups(undefined, false)}
          unavailable={data?.backups.length === 0 ? 'There is no backup yet' : null}
        >
          Verify all
        </Button>
        <Button variant="primary" icon={<Archive size={14} aria-hidden />} onClick={() => openDialog({ kind: 'create' })}>
          Back up…
        </Button>
      </PageHeader>
      {error && !data && (
        <div className="p-5">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!data && !error && <SkeletonRows rows={10} label="Loading the backups" />}
      {data?.backups.length === 0 && <NoBackups />}
      {data && data.backups.length > 0 && <Browser backups={data.backups} id={id} />}
    </>
  );
}

function Browser({ backups, id }: { backups: readonly BackupInfo[]; id: string | null }) {
  const [, go] = useLocation();
  const [query, setQuery] = useState('');
  const deferred = useDeferredValue(query);
  const found = useMemo(() => filterBackups(backups, deferred), [backups, deferred]);
  const list = useRef<HTMLDivElement>(null);
  const select = (backup: string): void => go(`/backups/${backup}`, { replace: id !== null });
  const selected = id === null ? undefined : backups.find((backup) => backup.id === id);
  return (
    <>
      <div className="shrink-0 border-b border-line px-5 pt-2">
        <Timeline label="Backups over time" backups={found} selected={id} onSelect={select} />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className={id === null ? 'flex min-w-0 flex-1 flex-col' : 'flex w-[38%] min-w-72 flex-col border-r border-line'}>
          <div className="flex shrink-0 items-center gap-3 border-b border-line px-3 py-2">
            <FilterInput
              label="Filter backups"
              value={query}
              onChange={setQuery}
              onDown={() => {
                list.current?.focus();
                if (id === null && found[0]) select(found[0].id);
              }}
            />
            {query !== '' && <span className="shrink-0 text-sm text-muted">{formatPlural(found.length, 'match', 'matches')}</span>}
          </div>
          <VirtualListbox
            label="Backups"
            items={found}
            keyOf={(backup) => backup.id}
            selected={id}
            onSelect={(backup) => select(backup.id)}
            rowHeight={34}
            renderRow={(backup) => <BackupRow backup={backup} />}
            listRef={list}
            empty={<p className="p-6 text-center text-muted">No backup matches “{query}”.</p>}
          />
        </div>
        {id !== null && <BackupDetail key={id} id={id} known={selected} onClose={() => go('/backups')} />}
      </div>
    </>
  );
}

const NoBackups = () => (
  <Empty
    icon={<Archive size={36} strokeWidth={1.25} />}
    title="No backups yet"
    action={
      <>
        <Button variant="primary" onClick={backUpNow}>
          Back up now
        </Button>
        <Button onClick={() => openDialog({ kind: 'import' })}>Import…</Button>
        <CommandButton command={commands.backupCreate({ type: 'full' })} what="Back up now" />
      </>
    }
  >
    A backup is one archive with everything in the home. Make the first one, or import an archive from elsewhere.
  </Empty>
);
