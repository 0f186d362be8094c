import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { orpc } from '../lib/client.ts';
import { dialogStore, openDialog } from '../lib/dialogs.ts';
import { preloadable } from '../lib/preloadable.tsx';
import { useStore } from '../lib/store.ts';
import { CommandPalette } from './command-palette.tsx';
import { KeysDialog } from './keys-dialog.tsx';

const load = () => import('../pages/dialogs/index.ts');
const CreateDialog = preloadable(async () => (await load()).CreateDialog);
const ImportDialog = preloadable(async () => (await load()).ImportDialog);
const ExportDialog = preloadable(async () => (await load()).ExportDialog);
const DeleteDialog = preloadable(async () => (await load()).DeleteDialog);
const RestoreDialog = preloadable(async () => (await load()).RestoreDialog);
const PendingDialog = preloadable(async () => (await load()).PendingDialog);
const ReportDialog = preloadable(async () => (await load()).ReportDialog);
const RestartDialog = preloadable(async () => (await load()).RestartDialog);

export function preloadDialogs(): void {
  for (const dialog of [
    CreateDialog,
    ImportDialog,
    ExportDialog,
    DeleteDialog,
    RestoreDialog,
    PendingDialog,
    ReportDialog,
    RestartDialog,
  ]) {
    dialog.preload();
  }
}

/** Whichever dialog was asked for. */
export function Dialogs() {
  useUnseenReport();
  const request = useStore(dialogStore);
  if (!request) return null;
  switch (request.kind) {
    case 'palette':
      return <CommandPalette />;
    case 'keys':
      return <KeysDialog />;
    case 'create':
      return <CreateDialog />;
    case 'import':
      return <ImportDialog />;
    case 'export':
      return <ExportDialog id={request.id} />;
    case 'delete':
      return <DeleteDialog id={request.id} />;
    case 'restore':
      return <RestoreDialog id={request.id} />;
    case 'pending':
      return <PendingDialog />;
    case 'report':
      return <ReportDialog />;
    case 'restart':
      return <RestartDialog />;
  }
}

/** The report of a restore opens by itself, once for each, until somebody has dismissed it. */
function useUnseenReport(): void {
  const { data } = useQuery(orpc.backup.pending.queryOptions());
  const unseen = data?.last && !data.last.seen ? data.last.id : null;
  useEffect(() => {
    if (unseen !== null) openDialog({ kind: 'report' });
  }, [unseen]);
}
