import type { AppStatus } from '#shared/contract/app.ts';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatRelative } from '#shared/format.ts';
import { standingOf, type Tone } from './standing.ts';

export interface Protection {
  tone: Tone;
  title: string;
  message: string;
  /** The one thing that helps most. */
  action: 'create' | 'verify-newest' | 'doctor' | null;
}

const STALE_MS = 7 * 86_400_000;

/** The answer to "am I protected?". A backup counts once it has been verified. `backups` are newest first. */
export function protectionOf(status: AppStatus, backups: readonly BackupInfo[], now: Date): Protection {
  if (!status.storage.ok) return { tone: 'error', title: 'Storage needs attention', message: status.storage.message, action: 'doctor' };
  const newest = backups[0];
  if (!newest) {
    return {
      tone: 'warning',
      title: 'Not protected yet',
      message: 'There is no backup of this home. The first one takes a minute.',
      action: 'create',
    };
  }
  const standing = standingOf(newest);
  if (standing.tone === 'error' || standing.tone === 'warning') {
    return {
      tone: 'error',
      title: 'The newest backup is not good',
      message: `${standing.label}: look at what the verification found, then make a new backup.`,
      action: 'create',
    };
  }
  const verified = status.lastVerifiedBackup;
  if (!verified) {
    return {
      tone: 'warning',
      title: 'Backed up, but never verified',
      message: 'A backup is worth something once its verification has passed.',
      action: 'verify-newest',
    };
  }
  if (now.getTime() - Date.parse(verified.createdAt) > STALE_MS) {
    const message = `The newest verified backup was made ${formatRelative(verified.createdAt, now)}.`;
    return {
      tone: 'warning',
      title: 'The last verified backup is old',
      message,
      action: standing.tone === 'ok' ? 'create' : 'verify-newest',
    };
  }
  return {
    tone: 'ok',
    title: 'Protected',
    message: `A verified backup was made ${formatRelative(verified.createdAt, now)}.`,
    action: null,
  };
}
