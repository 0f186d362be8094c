import type { BackupInfo, BackupSource } from '#shared/contract/backup.ts';

export const sourceNames: Record<BackupSource, string> = { manual: 'Manual', auto: 'Scheduled', checkpoint: 'Safety copy' };

/** What somebody called it, else why it was made. */
export function describeBackup({
  label,
  createdBy,
  checkpointReason,
}: Pick<BackupInfo, 'label' | 'createdBy' | 'checkpointReason'>): string {
  if (label !== null) return label;
  if (createdBy === 'checkpoint' && checkpointReason !== null) return `${sourceNames.checkpoint}: ${checkpointReason}`;
  return sourceNames[createdBy];
}
