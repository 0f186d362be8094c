import { useQuery } from '@tanstack/react-query';
import { formatDateTime } from '#shared/format.ts';
import { Button } from '../../components/button.tsx';
import { ChangesView } from '../../components/changes-view.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { closeDialog } from '../../lib/dialogs.ts';

/** What the staged restore will change, to read again before the restart. */
export function PendingDialog() {
  const { data, error, refetch } = useQuery(orpc.backup.pending.queryOptions());
  const pending = data?.pending;
  return (
    <Modal
      wide
      title="What will change"
      description={pending ? `At the next start, back to the state of ${formatDateTime(pending.changes.backupCreatedAt)}` : undefined}
      footer={
        <>
          <CommandButton command={commands.pending()} what="Pending restore" />
          <div className="flex-1" />
          <Button onClick={closeDialog}>Done</Button>
        </>
      }
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows label="Loading the pending restore" />}
      {data && !pending && <p className="text-muted">No restore is staged any more.</p>}
      {pending && (
        <div className="flex flex-col gap-4">
          <p className="text-muted">
            {pending.options.createCheckpoint ? 'A safety copy of the state at that time is made first.' : 'No safety copy is made.'}
            {pending.options.skipVerify ? ' Checksums were not asked to agree.' : ''}
          </p>
          <ChangesView changes={pending.changes} />
        </div>
      )}
    </Modal>
  );
}
