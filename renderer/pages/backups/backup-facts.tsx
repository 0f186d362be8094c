import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatBytes, formatPlural } from '#shared/format.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import { isIdentified, sourceNames } from '../../lib/describe-backup.ts';
import { areaNames } from '../../lib/restore-plan.ts';
import { useLatestVerification } from '../../lib/verification.ts';
import { VerifyReportView } from './verify-report.tsx';

export function BackupFacts({ backup }: { backup: BackupInfo }) {
  const identified = isIdentified(backup);
  const report = useLatestVerification(backup.id);
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label="Facts"
      className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5 focus-visible:-outline-offset-2"
    >
      {backup.problem && <ErrorNotice error={backup.problem} title="This archive has a problem" />}
      {report && <VerifyReportView report={report} />}
      <Facts
        rows={[
          ['Made', <Time key="made" at={backup.createdAt} />],
          ['By', identified ? sourceNames[backup.createdBy] : null],
          ['Reason', backup.checkpointReason],
          ['Verified', backup.verifiedAt === null ? 'Never' : <Time key="verified" at={backup.verifiedAt} />],
          ['Holds', identified ? `${formatPlural(backup.fileCount, 'file')}, ${formatBytes(backup.contentBytes)}` : null],
          ['Areas', identified ? backup.areas.map((area) => areaNames[area].name).join(', ') : null],
          ['Archive', `${formatBytes(backup.sizeBytes)}, ${backup.format}`],
          ['Kept for', backup.pinnedBy],
          ['Host', identified ? backup.host : null],
          ['Written by', identified ? `Cofferdam ${backup.version}, schema ${backup.schemaVersion}` : null],
          ['Path', <Mono key="path">{backup.path}</Mono>],
          ['Id', <Mono key="id">{backup.id}</Mono>],
          ['SHA-256', backup.checksum === '' ? null : <Mono key="sha">{backup.checksum}</Mono>],
        ]}
      />
    </div>
  );
}

const Mono = ({ children }: { children: string }) => <span className="font-mono text-sm break-all">{children}</span>;
