import { Tabs } from '@base-ui/react/tabs';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { verifyBackups } from '../../lib/actions.ts';
import { orpc } from '../../lib/client.ts';
import { openDialog } from '../../lib/dialogs.ts';
import { useLetter } from '../../lib/use-shortcuts.ts';
import { BackupActions } from './backup-actions.tsx';
import { BackupFacts } from './backup-facts.tsx';
import { ExcludedList } from './excluded-list.tsx';
import { FileList } from './file-list.tsx';

export interface BackupDetailProps {
  id: string;
  /** From the list, so that nothing is waited for. */
  known: BackupInfo | undefined;
  onClose: () => void;
}

export function BackupDetail({ id, known, onClose }: BackupDetailProps) {
  const { data, error, refetch } = useQuery(orpc.backup.get.queryOptions({ input: { id }, enabled: known === undefined }));
  const backup = known ?? data;
  return (
    <section aria-label="Backup" className="flex min-w-0 flex-1 flex-col">
      {backup ? (
        <Loaded backup={backup} onClose={onClose} />
      ) : error ? (
        <div className="p-5">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
          <Button className="mt-3" onClick={onClose}>
            Back to the list
          </Button>
        </div>
      ) : (
        <SkeletonRows label="Loading the backup" />
      )}
    </section>
  );
}

function Loaded({ backup, onClose }: { backup: BackupInfo; onClose: () => void }) {
  const { id } = backup;
  useLetter(
    'r',
    useCallback(() => openDialog({ kind: 'restore', id }), [id]),
  );
  useLetter(
    'v',
    useCallback(() => verifyBackups([id], false), [id]),
  );
  return (
    <>
      <BackupActions backup={backup} onClose={onClose} />
      <Tabs.Root defaultValue="facts" className="flex min-h-0 flex-1 flex-col">
        <Tabs.List className="flex shrink-0 gap-4 border-b border-line px-5" aria-label="About this backup">
          <Tab value="facts">Facts</Tab>
          <Tab value="files">Files</Tab>
          <Tab value="excluded">Left out</Tab>
        </Tabs.List>
        <Panel value="facts">
          <BackupFacts backup={backup} />
        </Panel>
        <Panel value="files">
          <FileList id={id} />
        </Panel>
        <Panel value="excluded">
          <ExcludedList id={id} />
        </Panel>
      </Tabs.Root>
    </>
  );
}

const Tab = ({ value, children }: { value: string; children: ReactNode }) => (
  <Tabs.Tab
    value={value}
    className="-mb-px h-8 border-b-2 border-transparent text-muted hover:text-text data-active:border-accent-text data-active:text-text"
  >
    {children}
  </Tabs.Tab>
);

const Panel = ({ value, children }: { value: string; children: ReactNode }) => (
  <Tabs.Panel value={value} className="flex min-h-0 flex-1 flex-col outline-none focus-visible:outline-2">
    {children}
  </Tabs.Panel>
);
