import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { startJob } from '../../lib/actions.ts';
import { client } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { closeDialog } from '../../lib/dialogs.ts';
import { PathForm, pathRefusal } from './path-form.tsx';

const FORM = 'export-backup';

export function ExportDialog({ id }: { id: string }) {
  const [to, setTo] = useState('');
  const start = useMutation({ mutationFn: () => startJob(() => client.backup.export({ id, to: to.trim() })), onSuccess: closeDialog });
  return (
    <Modal
      title="Export the backup"
      description="The archive is copied, and the copy is verified."
      footer={
        <>
          <CommandButton command={commands.backupExport(id, to.trim())} what="Export" />
          <div className="flex-1" />
          <Button onClick={closeDialog}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} busy={start.isPending} unavailable={pathRefusal(to, 'Say where to first')}>
            Export
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <PathForm
          id={FORM}
          label="Copy to"
          hint="An absolute path of a new file on the computer where Cofferdam runs."
          placeholder="/media/usb/backup.zip"
          value={to}
          onChange={setTo}
          onSubmit={() => start.mutate()}
        />
        {start.error && <ErrorNotice error={start.error} onRetry={() => start.mutate()} />}
      </div>
    </Modal>
  );
}
