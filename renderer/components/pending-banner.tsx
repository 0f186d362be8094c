import { useMutation, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import type { PendingRestore } from '#shared/contract/backup.ts';
import { cancelRestore } from '../lib/actions.ts';
import { orpc } from '../lib/client.ts';
import { commands } from '../lib/commands.ts';
import { openDialog } from '../lib/dialogs.ts';
import { summariseChanges } from '../lib/restore-plan.ts';
import { useRestart } from '../lib/use-restart.ts';
import { Button } from './button.tsx';
import { CommandButton } from './command-button.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Time } from './time.tsx';

/** On every page for as long as a restore is staged. */
export function PendingBanner() {
  const { data } = useQuery(orpc.backup.pending.queryOptions());
  return data?.pending ? <Banner pending={data.pending} /> : null;
}

function Banner({ pending }: { pending: PendingRestore }) {
  const { ask, unavailable } = useRestart();
  const cancel = useMutation({ mutationFn: cancelRestore });
  return (
    <section aria-label="Pending restore" className="shrink-0 border-b border-warning-line bg-warning-soft px-5 py-2">
      <div className="flex items-center gap-2.5">
        <History size={16} className="shrink-0 text-warning" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="truncate">
            <strong className="font-semibold">{pending.kind === 'undo' ? 'Undo staged' : 'Restore staged'}</strong>
            {pending.kind === 'undo' ? ': back to before the last restore, ' : ': back to '}
            <Time at={pending.changes.backupCreatedAt} absolute />
            <span className="text-muted"> · staged </span>
            <Time at={pending.createdAt} className="text-muted" />
          </p>
          <p className="flex gap-2 text-sm text-muted">
            <span className="truncate">At the next start: {summariseChanges(pending.changes)}</span>
            <button
              type="button"
              className="shrink-0 rounded-sm text-accent-text underline underline-offset-2"
              onClick={() => openDialog({ kind: 'pending' })}
            >
              What will change
            </button>
          </p>
        </div>
        <CommandButton command={commands.cancelRestore()} what="Cancel restore" />
        <Button onClick={() => cancel.mutate()} busy={cancel.isPending}>
          Cancel restore
        </Button>
        <Button variant="primary" unavailable={unavailable} onClick={ask}>
          Restart now
        </Button>
      </div>
      {unavailable && <p className="mt-1 pl-6.5 text-sm text-muted">{unavailable}</p>}
      {cancel.error && (
        <div className="mt-2">
          <ErrorNotice error={cancel.error} onRetry={() => cancel.mutate()} />
        </div>
      )}
    </section>
  );
}
