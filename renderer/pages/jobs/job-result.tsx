import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { BackupInfo, RestoreChanges, VerifyReport } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import { formatBytes, formatDateTime } from '#shared/format.ts';
import { ChangesView } from '../../components/changes-view.tsx';
import { orpc } from '../../lib/client.ts';
import { describeBackup } from '../../lib/describe-backup.ts';
import { reportsOf } from '../../lib/verification.ts';
import { VerifyReportView } from '../backups/verify-report.tsx';

const link = 'rounded-sm text-accent-text underline underline-offset-2';

/** What came of a job, each kind in its own way. The shapes are the contract's `jobResults`. */
export function JobResult({ job }: { job: Job }) {
  if (job.state !== 'succeeded' || job.result === null || job.result === undefined) return null;
  switch (job.kind) {
    case 'backup.create':
    case 'backup.import': {
      const backup = job.result as BackupInfo;
      return (
        <p>
          <Link href={`/backups/${backup.id}`} className={link}>
            Backup of {formatDateTime(backup.createdAt)}
          </Link>
          , {formatBytes(backup.sizeBytes)}
        </p>
      );
    }
    case 'backup.verify':
      return reportsOf(job).map((report) => <Verified key={report.id} report={report} />);
    case 'backup.plan':
      return <ChangesView changes={job.result as RestoreChanges} />;
    case 'backup.export': {
      const { to, sizeBytes } = job.result as { to: string; sizeBytes: number };
      return (
        <p>
          Copied to <span className="font-mono text-sm break-all select-text">{to}</span>, {formatBytes(sizeBytes)}
        </p>
      );
    }
    case 'backup.restore': {
      const { changes } = job.result as { changes: RestoreChanges | null };
      return changes && <ChangesView changes={changes} />;
    }
  }
}

/** Under the backup's date and label; one that is gone has only its id left. */
function Verified({ report }: { report: VerifyReport }) {
  const { data } = useQuery(orpc.backup.list.queryOptions());
  const backup = data?.backups.find(({ id }) => id === report.id);
  return (
    <div className="flex flex-col gap-1.5">
      {backup ? (
        <p>
          <Link href={`/backups/${backup.id}`} className={link}>
            Backup of {formatDateTime(backup.createdAt)}
          </Link>
          <span className="text-muted"> · {describeBackup(backup)}</span>
        </p>
      ) : (
        <p className="font-mono text-sm text-muted">{report.id}</p>
      )}
      <VerifyReportView report={report} />
    </div>
  );
}
