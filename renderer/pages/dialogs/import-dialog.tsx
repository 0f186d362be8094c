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

const FORM = 'import-backup';

export function ImportDialog() {
  const [file, setFile] = useState('');
  const start = useMutation({ mutationFn: () => startJob(() => client.backup.import({ file: file.trim() })), onSuccess: closeDialog });
  return (
    <Modal
      title="Import a backup"
      description="The archive is verified, then copied to the other backups."
      footer={
        <>
          <CommandButton command={commands.backupImport(file.trim())} what="Import" />
          <div className="flex-1" />
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={FORM}
            busy={start.isPending}
            unavailable={pathRefusal(file, 'Name the archive first')}
          >
            Import
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <PathForm
          id={FORM}
          label="Archive"
          hint="An absolute path on the computer where Cofferdam runs."
          placeholder="/media/usb/cofferdam-….zip"
          value={file}
          onChange={setFile}
          onSubmit={() => start.mutate()}
        />
        {start.error && <ErrorNotice error={start.error} onRetry={() => start.mutate()} />}
      </div>
    </Modal>
  );
}
