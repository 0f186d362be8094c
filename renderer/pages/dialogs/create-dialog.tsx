import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BackupType, CreateRequest } from '#shared/contract/backup.ts';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { createBackup } from '../../lib/actions.ts';
import { commands } from '../../lib/commands.ts';
import { closeDialog } from '../../lib/dialogs.ts';
import { TypeChoice } from './type-choice.tsx';

const FORM = 'create-backup';

/** What to back up and what to call it. */
export function CreateDialog() {
  const [type, setType] = useState<BackupType>('full');
  const [label, setLabel] = useState('');
  const request: CreateRequest = { type, ...(label.trim() === '' ? {} : { label: label.trim() }) };
  const create = useMutation({ mutationFn: createBackup, onSuccess: closeDialog });
  return (
    <Modal
      title="Back up"
      footer={
        <>
          <CommandButton command={commands.backupCreate(request)} what="Back up" />
          <div className="flex-1" />
          <Button onClick={closeDialog}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} busy={create.isPending}>
            Back up
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(request);
        }}
        className="flex flex-col gap-4"
      >
        <TypeChoice value={type} onChange={setType} />
        <div className="flex flex-col gap-1">
          <label htmlFor="backup-label">
            Label <span className="text-muted">(optional)</span>
          </label>
          <input
            id="backup-label"
            data-autofocus
            value={label}
            maxLength={80}
            onChange={(event) => setLabel(event.target.value)}
            placeholder="before upgrade"
            className="field"
          />
        </div>
        {create.error && <ErrorNotice error={create.error} onRetry={() => create.mutate(request)} />}
      </form>
    </Modal>
  );
}
