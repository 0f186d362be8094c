import type { BackupInfo, BackupSource } from '#shared/contract/backup.ts';

export const sourceNames: Record<BackupSource, string> = { manual: 'Manual', auto: 'Scheduled', checkpoint: 'Safety copy' };

/** False for a file whose manifest could not be read: then all but its name, date and size is guessed. */
export const isIdentified = ({ version }: Pick<BackupInfo, 'version'>): boolean => version !== 'unknown';

/** What somebody called it, else why it was made; the file's name where nothing in it can be read. */
export function describeBackup(backup: Pick<BackupInfo, 'label' | 'createdBy' | 'checkpointReason' | 'version' | 'path'>): string {
  const { label, createdBy, checkpointReason, path } = backup;
  if (label !== null) return label;
  if (!isIdentified(backup)) return path.slice(path.lastIndexOf('/') + 1);
  if (createdBy === 'checkpoint' && checkpointReason !== null) return `${sourceNames.checkpoint}: ${checkpointReason}`;
  return sourceNames[createdBy];
}
