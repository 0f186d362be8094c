import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { formatBytes, formatDateTime } from '#shared/format.ts';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { client, orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { describeBackup } from '../../lib/describe-backup.ts';
import { closeDialog } from '../../lib/dialogs.ts';
import { queryClient } from '../../lib/live.ts';
import { showToast } from '../../lib/toasts.ts';

export function DeleteDialog({ id }: { id: string }) {
  const [location, go] = useLocation();
  const { data } = useQuery(orpc.backup.list.queryOptions());
  const backup = data?.backups.find((known) => known.id === id);
  const remove = useMutation({
    mutationFn: () => client.backup.delete({ id }),
    onSuccess: async (gone) => {
      closeDialog();
      if (location === `/backups/${id}`) go('/backups');
      showToast('Backup deleted', `${formatDateTime(gone.createdAt)}, ${formatBytes(gone.sizeBytes)} freed`);
      await queryClient.invalidateQueries({ queryKey: orpc.backup.list.key() });
    },
  });
  return (
    <Modal
      alert
      title="Delete this backup?"
      description="The archive is removed from disk. This can’t be undone."
      footer={
        <>
          <CommandButton command={commands.backupDelete(id)} what="Delete" />
          <div className="flex-1" />
          <Button onClick={closeDialog}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </>
      }
    >
      {backup && (
        <p>
          <strong className="font-semibold">{formatDateTime(backup.createdAt)}</strong> · {backup.type} · {formatBytes(backup.sizeBytes)}
          <br />
          <span className="text-muted">{describeBackup(backup)}</span>
        </p>
      )}
      {remove.error && (
        <div className="mt-3">
          <ErrorNotice error={remove.error} onRetry={() => remove.mutate()} />
        </div>
      )}
    </Modal>
  );
}
