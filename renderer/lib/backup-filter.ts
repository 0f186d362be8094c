import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatDateTime } from '#shared/format.ts';
import { standingOf } from './standing.ts';

const haystacks = new WeakMap<BackupInfo, string>();

/** Backups that have every word of the query somewhere: label, id, type, who made it, local time, standing. */
export function filterBackups(backups: readonly BackupInfo[], query: string): readonly BackupInfo[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return backups;
  return backups.filter((backup) => {
    const text = haystackOf(backup);
    return words.every((word) => text.includes(word));
  });
}

/** Made once for each backup: typing must stay smooth over ten thousand of them. */
function haystackOf(backup: BackupInfo): string {
  const known = haystacks.get(backup);
  if (known !== undefined) return known;
  const text = [
    backup.label,
    backup.id,
    backup.type,
    backup.createdBy,
    backup.checkpointReason,
    formatDateTime(backup.createdAt),
    standingOf(backup).label,
    backup.pinnedBy === null ? '' : 'pinned',
  ]
    .join(' ')
    .toLowerCase();
  haystacks.set(backup, text);
  return text;
}
