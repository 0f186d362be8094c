import { useMutation, useQuery } from '@tanstack/react-query';
import type { RestoreResult } from '#shared/contract/backup.ts';
import { formatDateTime } from '#shared/format.ts';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { dismissReport, undoRestore } from '../../lib/actions.ts';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { closeDialog } from '../../lib/dialogs.ts';
import { undoRefusal } from '../../lib/restore-report.ts';
import { useNow } from '../../lib/use-now.ts';
import { ReportBody } from './report-body.tsx';

/** What became of the last restore. Opens by itself after the restart; closing it is not dismissing it. */
export function ReportDialog() {
  const { data, error, refetch } = useQuery(orpc.backup.pending.queryOptions());
  if (data?.last) return <Report result={data.last} pending={data.pending !== null} />;
  return (
    <Modal title="Restore report">
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows label="Loading the report" />}
      {data && <p className="text-muted">Nothing was restored yet.</p>}
    </Modal>
  );
}

function Report({ result, pending }: { result: RestoreResult; pending: boolean }) {
  const undo = useMutation({ mutationFn: undoRestore, onSuccess: closeDialog });
  const dismiss = useMutation({ mutationFn: dismissReport, onSuccess: closeDialog });
  const now = useNow();
  // Undoing an undo brings the restored state back.
  const action = result.kind === 'undo' ? 'Redo restore' : 'Undo restore';
  const failed = [undo, dismiss].find((mutation) => mutation.error);
  return (
    <Modal
      wide
      title="Restore report"
      description={`Finished ${formatDateTime(result.finishedAt)}`}
      footer={
        <>
          {result.undoUntil !== null && (
            <span className="min-w-0 flex-1 truncate text-sm text-muted">Can be undone until {formatDateTime(result.undoUntil)}</span>
          )}
          {result.state === 'confirmed' && (
            <>
              <CommandButton command={commands.undo()} what={action} />
              <Button busy={undo.isPending} unavailable={undoRefusal(result, pending, now)} onClick={() => undo.mutate()}>
                {action}
              </Button>
            </>
          )}
          <Button variant="primary" busy={dismiss.isPending} onClick={() => dismiss.mutate()}>
            Dismiss
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failed && <ErrorNotice error={failed.error} onRetry={() => failed.mutate()} />}
        <ReportBody result={result} />
      </div>
    </Modal>
  );
}
