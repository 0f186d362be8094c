import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatBytes, formatPlural } from '#shared/format.ts';
import { Badge } from '../../components/badge.tsx';
import { Time } from '../../components/time.tsx';
import { describeBackup, isIdentified } from '../../lib/describe-backup.ts';
import { standingOf } from '../../lib/standing.ts';

/** What the chosen moment holds, in a line. */
export function MomentSummary({ backup }: { backup: BackupInfo }) {
  const standing = standingOf(backup);
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-sunken px-3 py-2">
      <strong className="font-semibold">
        <Time at={backup.createdAt} absolute />
      </strong>
      <Time at={backup.createdAt} className="text-muted" />
      {isIdentified(backup) && <Badge>{backup.type}</Badge>}
      <Badge tone={standing.tone}>{standing.label}</Badge>
      <span className="min-w-0 flex-1 truncate text-muted">{describeBackup(backup)}</span>
      <span className="text-muted">
        {formatPlural(backup.fileCount, 'file')}, {formatBytes(backup.contentBytes)}
      </span>
    </p>
  );
}
