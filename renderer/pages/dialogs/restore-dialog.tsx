import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BackupInfo, RestoreOptions } from '#shared/contract/backup.ts';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { JobProgressRow } from '../../components/job-progress-row.tsx';
import { Modal } from '../../components/modal.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { startJob } from '../../lib/actions.ts';
import { client, orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { closeDialog } from '../../lib/dialogs.ts';
import { isRunning } from '../../lib/job-feed.ts';
import { isChosen, startingOptions } from '../../lib/restore-plan.ts';
import { useStagingJob } from '../../lib/use-staging-job.ts';
import { MomentSummary } from './moment-summary.tsx';
import { RestoreOptionsForm } from './restore-options-form.tsx';
import { RestorePreview } from './restore-preview.tsx';

/** Pick a moment, see what it holds and what would change, choose areas, one button. */
export function RestoreDialog({ id }: { id: string }) {
  const list = useQuery(orpc.backup.list.queryOptions());
  const [chosen, setChosen] = useState(id);
  const backup = list.data?.backups.find((known) => known.id === chosen);
  if (backup && list.data) return <Chosen key={backup.id} backup={backup} backups={list.data.backups} onChoose={setChosen} />;
  return (
    <Modal wide title="Restore">
      {list.error ? <ErrorNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data ? (
        <p className="text-muted">This backup is not there any more.</p>
      ) : (
        !list.error && <SkeletonRows label="Loading the backups" />
      )}
    </Modal>
  );
}

interface ChosenProps {
  backup: BackupInfo;
  backups: readonly BackupInfo[];
  onChoose: (id: string) => void;
}

function Chosen({ backup, backups, onChoose }: ChosenProps) {
  const [options, setOptions] = useState<RestoreOptions>(() => startingOptions(backup));
  const { data: restore } = useQuery(orpc.backup.pending.queryOptions());
  const stage = useMutation({ mutationFn: () => startJob(() => client.backup.restore({ id: backup.id, options })) });
  const staging = useStagingJob(stage.data?.id ?? null, closeDialog);
  const busy = stage.isPending || (staging !== undefined && isRunning(staging.job.state));
  return (
    <Modal
      wide
      title="Restore"
      description="Nothing changes until Cofferdam restarts, and it can be undone afterwards."
      footer={
        <>
          <CommandButton command={commands.backupRestore(backup.id, options)} what="Restore" />
          <div className="flex-1" />
          <Button onClick={closeDialog}>{busy ? 'Close, go on in the background' : 'Cancel'}</Button>
          <Button
            variant="primary"
            busy={busy}
            unavailable={refusal(backup, options, restore?.pending != null)}
            onClick={() => stage.mutate()}
          >
            Stage restore
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Timeline label="Moment to restore" backups={backups} selected={backup.id} onSelect={onChoose} />
        <MomentSummary backup={backup} />
        {staging && isRunning(staging.job.state) && <JobProgressRow live={staging} link={false} />}
        {stage.error && <ErrorNotice error={stage.error} onRetry={() => stage.mutate()} />}
        {staging?.job.error && (
          <ErrorNotice error={staging.job.error} title="The restore was not staged; nothing has changed" onRetry={() => stage.mutate()} />
        )}
        <div className="grid min-h-90 grid-cols-[260px_minmax(0,1fr)] gap-6">
          <RestoreOptionsForm backup={backup} options={options} onChange={setOptions} />
          <RestorePreview id={backup.id} options={options} />
        </div>
      </div>
    </Modal>
  );
}

function refusal(backup: BackupInfo, options: RestoreOptions, pending: boolean): string | null {
  if (pending) return 'A restore is staged already. Cancel it first.';
  if (!backup.areas.some((area) => isChosen(options, area))) return 'Choose at least one area.';
  return null;
}
