import { useMutation } from '@tanstack/react-query';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { JobProgressRow } from '../../components/job-progress-row.tsx';
import { Modal } from '../../components/modal.tsx';
import { restart } from '../../lib/actions.ts';
import { closeDialog } from '../../lib/dialogs.ts';
import { isRunning } from '../../lib/job-feed.ts';
import { useJobs } from '../../lib/live.ts';

/** Asked only while jobs run: a restart ends them. */
export function RestartDialog() {
  const running = useJobs().filter(({ job }) => isRunning(job.state));
  const go = useMutation({ mutationFn: () => restart(true), onSuccess: closeDialog });
  return (
    <Modal
      alert
      title="Restart while jobs run?"
      description="They are cancelled and clean up after themselves. Wait for them to keep what they do."
      footer={
        <>
          <Button onClick={closeDialog}>Wait</Button>
          <Button variant="danger" busy={go.isPending} onClick={() => go.mutate()}>
            {running.length === 0 ? 'Restart' : 'Cancel jobs and restart'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {running.map((live) => (
          <JobProgressRow key={live.job.id} live={live} link={false} />
        ))}
        {running.length === 0 && <p>Nothing runs any more.</p>}
        {go.error && <ErrorNotice error={go.error} onRetry={() => go.mutate()} />}
      </div>
    </Modal>
  );
}
