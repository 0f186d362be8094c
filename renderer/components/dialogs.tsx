import { useQuery } from '@tanstack/react-query';
import { lazy, useEffect } from 'react';
import { orpc } from '../lib/client.ts';
import { dialogStore, openDialog } from '../lib/dialogs.ts';
import { useStore } from '../lib/store.ts';
import { CommandPalette } from './command-palette.tsx';
import { KeysDialog } from './keys-dialog.tsx';

const load = () => import('../pages/dialogs/index.ts');
const CreateDialog = lazy(async () => ({ default: (await load()).CreateDialog }));
const ImportDialog = lazy(async () => ({ default: (await load()).ImportDialog }));
const ExportDialog = lazy(async () => ({ default: (await load()).ExportDialog }));
const DeleteDialog = lazy(async () => ({ default: (await load()).DeleteDialog }));
const RestoreDialog = lazy(async () => ({ default: (await load()).RestoreDialog }));
const PendingDialog = lazy(async () => ({ default: (await load()).PendingDialog }));
const ReportDialog = lazy(async () => ({ default: (await load()).ReportDialog }));
const RestartDialog = lazy(async () => ({ default: (await load()).RestartDialog }));

export const preloadDialogs = (): void => void load();

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
