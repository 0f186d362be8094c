import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { DoctorCheck } from '#shared/contract/doctor.ts';
import { formatDuration, formatPlural } from '#shared/format.ts';
import { Button } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { readable } from '../../lib/readable.ts';

const order = { error: 0, warning: 1, ok: 2 };

/** Checks of this installation, the bad ones first, each with what to do. */
export function DoctorPage() {
  const { data, error, refetch, isFetching } = useQuery(orpc.doctor.run.queryOptions({ staleTime: 10_000, refetchOnMount: true }));
  const checks = data?.checks.toSorted((a, b) => order[a.status] - order[b.status]);
  return (
    <>
      <PageHeader title="Doctor" summary={checks && summaryOf(checks)}>
        <CommandButton command={commands.doctor()} what="Doctor" />
        <Button
          icon={<RotateCw size={14} aria-hidden className={isFetching ? 'animate-spin' : ''} />}
          busy={isFetching}
          onClick={() => void refetch()}
        >
          Run again
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="group" aria-label="Checks">
        {error && (
          <div className="p-5">
            <ErrorNotice error={error} onRetry={() => void refetch()} />
          </div>
        )}
        {!checks && !error && <SkeletonRows rows={8} label="Running the checks" />}
        {checks && (
          <ul className="mx-auto max-w-[920px] p-5">
            {checks.map((check) => (
              <Check key={check.id} check={check} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function summaryOf(checks: readonly DoctorCheck[]): string {
  const bad = checks.filter(({ status }) => status !== 'ok').length;
  return bad === 0
    ? `All ${formatPlural(checks.length, 'check')} passed`
    : `${bad} of ${formatPlural(checks.length, 'check')} ${bad === 1 ? 'needs' : 'need'} attention`;
}

function Check({ check }: { check: DoctorCheck }) {
  return (
    <li className="flex gap-3 border-b border-line py-3 last:border-0">
      <span className="mt-0.5">
        <ToneIcon tone={check.status} label={check.status} size={16} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <h2 className="font-medium">{check.title}</h2>
          <span className="ml-auto shrink-0 text-sm text-faint">{formatDuration(check.durationMs)}</span>
        </div>
        <p className="break-words text-muted select-text">{readable(check.message)}</p>
        {check.remedy && (
          <div className="mt-2 rounded-md bg-sunken p-2.5">
            <p>{check.remedy.text}</p>
            {check.remedy.command !== null && (
              <div className="mt-1.5 flex items-start gap-2">
                <code className="min-w-0 flex-1 rounded-sm border border-line bg-bg px-2 py-0.5 font-mono text-sm break-all select-text">
                  {check.remedy.command}
                </code>
                <CopyButton text={check.remedy.command} label="Copy command" />
              </div>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
