import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatBytes, formatPlural } from '#shared/format.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import { sourceNames } from '../../lib/describe-backup.ts';
import { useLatestVerification } from '../../lib/verification.ts';
import { VerifyReportView } from './verify-report.tsx';

export function BackupFacts({ backup }: { backup: BackupInfo }) {
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
          ['By', sourceNames[backup.createdBy]],
          ['Reason', backup.checkpointReason],
          ['Verified', backup.verifiedAt === null ? 'Never' : <Time key="verified" at={backup.verifiedAt} />],
          ['Holds', `${formatPlural(backup.fileCount, 'file')}, ${formatBytes(backup.contentBytes)}`],
          ['Areas', backup.areas.join(', ')],
          ['Archive', `${formatBytes(backup.sizeBytes)}, ${backup.format}`],
          ['Kept for', backup.pinnedBy],
          ['Host', backup.host],
          ['Written by', `Cofferdam ${backup.version}, schema ${backup.schemaVersion}`],
          ['Path', <Mono key="path">{backup.path}</Mono>],
          ['Id', <Mono key="id">{backup.id}</Mono>],
          ['SHA-256', <Mono key="sha">{backup.checksum}</Mono>],
        ]}
      />
    </div>
  );
}

const Mono = ({ children }: { children: string }) => <span className="font-mono text-sm break-all">{children}</span>;
