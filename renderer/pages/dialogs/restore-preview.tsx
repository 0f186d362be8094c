import type { RestoreOptions } from '#shared/contract/backup.ts';
import { ChangesView } from '../../components/changes-view.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { commands } from '../../lib/commands.ts';
import { usePlan } from '../../lib/use-plan.ts';

/** What the restore would change with these options. Computed by a job that touches nothing. */
export function RestorePreview({ id, options }: { id: string; options: RestoreOptions }) {
  const plan = usePlan(id, options);
  return (
    <section aria-labelledby="would-change" aria-busy={plan.phase === 'working'} className="min-w-0">
      <div className="mb-2 flex h-5 items-center justify-between">
        <h3 id="would-change" className="font-medium">
          What would change
        </h3>
        <CommandButton small command={commands.backupPlan(id, options)} what="What would change" />
      </div>
      {plan.phase === 'nothing' && <p className="text-muted">Choose at least one area.</p>}
      {plan.phase === 'failed' && <ErrorNotice error={plan.error} onRetry={plan.retry} />}
      {plan.phase === 'working' && (
        <div className="flex flex-col gap-1.5">
          {plan.job && (
            <>
              <ProgressBar label={plan.job.title} progress={plan.job.progress} />
              <p className="text-sm text-muted">{plan.job.state === 'queued' ? 'Waits for its turn' : plan.job.progress.phase}</p>
            </>
          )}
          <SkeletonRows rows={4} label="Computing what would change" />
        </div>
      )}
      {plan.phase === 'done' && <ChangesView changes={plan.changes} />}
    </section>
  );
}
