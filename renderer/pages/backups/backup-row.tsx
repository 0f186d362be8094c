import { Lock } from 'lucide-react';
import { memo } from 'react';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatBytes, formatDateTime } from '#shared/format.ts';
import { Badge } from '../../components/badge.tsx';
import { Time } from '../../components/time.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { describeBackup, isIdentified } from '../../lib/describe-backup.ts';
import { standingOf } from '../../lib/standing.ts';

/** One line; what matters less goes first where the list is narrow. Scrolling renders the list again, but not the rows that stay. */
export const BackupRow = memo(function BackupRow({ backup }: { backup: BackupInfo }) {
  const standing = standingOf(backup);
  return (
    <div className="@container h-full">
      <div className="flex h-full items-center gap-3 px-3">
        <ToneIcon tone={standing.tone} label={standing.label} />
        <span className="w-[122px] shrink-0">{formatDateTime(backup.createdAt)}</span>
        <span className="flex w-13 shrink-0">{isIdentified(backup) && <Badge>{backup.type}</Badge>}</span>
        <span className="min-w-0 flex-1 truncate text-muted">{describeBackup(backup)}</span>
        {backup.pinnedBy !== null && <Lock size={13} className="shrink-0 text-warning" role="img" aria-label="Pinned" />}
        <Time at={backup.createdAt} className="hidden w-24 shrink-0 text-right text-sm text-faint @2xl:block" />
        <span className="hidden w-32 shrink-0 text-sm text-muted @3xl:block">{standing.label}</span>
        <span className="hidden w-16 shrink-0 text-right text-muted @md:block">{formatBytes(backup.sizeBytes)}</span>
      </div>
    </div>
  );
});
