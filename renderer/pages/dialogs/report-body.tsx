import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RestoreResult } from '#shared/contract/backup.ts';
import { formatCount, formatDateTime } from '#shared/format.ts';
import { ChangesView } from '../../components/changes-view.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Facts } from '../../components/facts.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { closeDialog } from '../../lib/dialogs.ts';
import { areaNames } from '../../lib/restore-plan.ts';
import { headingOf } from '../../lib/restore-report.ts';

export function ReportBody({ result }: { result: RestoreResult }) {
  const heading = headingOf(result);
  return (
    <>
      <div className="flex gap-3">
        <ToneIcon tone={heading.tone} size={22} />
        <div>
          <h3 className="text-lg font-semibold">{heading.title}</h3>
          <p className="text-muted">{heading.message}</p>
        </div>
      </div>
      {result.errors.map((error) => (
        <ErrorNotice key={`${error.code} ${error.message}`} error={error} />
      ))}
      {result.warnings.map((warning) => (
        <p key={warning} className="flex gap-2 rounded-md border border-warning-line bg-warning-soft p-2.5">
          <TriangleAlert size={15} className="mt-0.5 shrink-0 text-warning" aria-hidden />
          {warning}
        </p>
      ))}
      <Facts
        rows={[
          source(result),
          ['Areas', result.areas.map((area) => areaNames[area].name).join(', ')],
          ['Files restored', result.state === 'confirmed' ? formatCount(result.filesRestored) : null],
          ['Files kept as they were', result.filesSkipped === 0 ? null : formatCount(result.filesSkipped)],
          ['Safety copy', result.kind === 'undo' && result.checkpointId === null ? null : <SafetyCopy key="copy" result={result} />],
        ]}
      />
      {result.changes && (
        <details>
          <summary className="w-fit rounded-sm text-muted hover:text-text">
            {result.state === 'confirmed' ? 'What changed' : 'What was meant to change'}
          </summary>
          <div className="mt-3">
            <ChangesView changes={result.changes} />
          </div>
        </details>
      )}
    </>
  );
}

/** An undo goes back to what was kept from before, which is in no backup. */
function source({ kind, backupId, changes }: RestoreResult): readonly [string, ReactNode] {
  const moment = changes === null ? null : formatDateTime(changes.backupCreatedAt);
  return kind === 'undo' ? ['State of', moment] : ['From', <BackupLink key="from" id={backupId} text={moment ?? backupId} />];
}

function SafetyCopy({ result }: { result: RestoreResult }) {
  if (result.checkpointId === null) return 'None was made';
  return (
    <BackupLink id={result.checkpointId} text={result.checkpointAt === null ? result.checkpointId : formatDateTime(result.checkpointAt)} />
  );
}

const BackupLink = ({ id, text }: { id: string; text: string }) => (
  <Link href={`/backups/${id}`} onClick={closeDialog} className="rounded-sm text-accent-text underline underline-offset-2">
    {text}
  </Link>
);
