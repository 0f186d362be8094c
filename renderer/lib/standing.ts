import type { BackupInfo, Verdict } from '#shared/contract/backup.ts';

export type Tone = 'ok' | 'warning' | 'error' | 'neutral';

export interface Standing {
  tone: Tone;
  label: string;
}

const verdicts: Record<Verdict, Standing> = {
  valid: { tone: 'ok', label: 'Verified' },
  incomplete: { tone: 'warning', label: 'Incomplete' },
  corrupt: { tone: 'error', label: 'Corrupt' },
  'checksum-mismatch': { tone: 'error', label: 'Checksum mismatch' },
  missing: { tone: 'error', label: 'Missing' },
};

export const verdictStanding = (verdict: Verdict): Standing => verdicts[verdict];

/** What is known about whether a backup can be relied on. One never verified is not called good. */
export function standingOf({ problem, verdict }: Pick<BackupInfo, 'problem' | 'verdict'>): Standing {
  if (verdict !== null && verdict !== 'valid') return verdicts[verdict];
  if (problem) return { tone: 'error', label: 'Unreadable' };
  return verdict === null ? { tone: 'neutral', label: 'Not verified' } : verdicts.valid;
}

/** Whether one can try to restore from it. A damaged archive that can be read is let through: it may be all there is. */
export const isRestorable = (backup: Pick<BackupInfo, 'problem' | 'verdict'>): boolean =>
  backup.problem === null && backup.verdict !== 'missing';

/** The backup to offer first: the newest verified one, else the newest that can be read. `backups` are newest first. */
export const bestToRestore = <T extends Pick<BackupInfo, 'problem' | 'verdict'>>(backups: readonly T[]): T | undefined =>
  backups.find((backup) => isRestorable(backup) && backup.verdict === 'valid') ?? backups.find(isRestorable);
