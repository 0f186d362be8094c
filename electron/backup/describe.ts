import type { BackupInfo } from '#shared/contract/backup.ts';

/** Local time to the minute, the same in every language: `2026-11-20 16:05`. */
export function localTime(iso: string): string {
  const when = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `${date} ${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** How people call a backup: `the full backup of 2026-11-20 16:05 (before the upgrade)`. */
export function describeBackup({ type, createdAt, label }: Pick<BackupInfo, 'type' | 'createdAt' | 'label'>): string {
  return `the ${type} backup of ${localTime(createdAt)}${label === null ? '' : ` (${label})`}`;
}
