import type { RestoreResult } from '#shared/contract/backup.ts';
import { formatDateTime } from '#shared/format.ts';
import type { Tone } from './standing.ts';

export interface ReportHeading {
  tone: Tone;
  title: string;
  message: string;
}

/** How it ended, and what is true of the home now. */
export function headingOf(result: Pick<RestoreResult, 'state' | 'kind' | 'warnings' | 'changes'>): ReportHeading {
  const moment = result.changes === null ? 'the backup' : formatDateTime(result.changes.backupCreatedAt);
  switch (result.state) {
    case 'confirmed': {
      const title = result.kind === 'undo' ? 'The restore was undone' : 'Restored';
      const message = result.kind === 'undo' ? 'The state from before the restore is back.' : `The home is as it was at ${moment}.`;
      return result.warnings.length > 0 ? { tone: 'warning', title: `${title}, with warnings`, message } : { tone: 'ok', title, message };
    }
    case 'rolled-back':
      return {
        tone: 'warning',
        title: 'Rolled back',
        message: 'The restored state did not pass its check, so the state from before was put back. Nothing was lost.',
      };
    case 'failed':
      return { tone: 'error', title: 'The restore failed', message: 'It could not be finished. Read the errors below before you go on.' };
  }
}

/** Why it can't be undone now, or null. */
export function undoRefusal({ undoUntil }: Pick<RestoreResult, 'undoUntil'>, pending: boolean, now: Date): string | null {
  if (undoUntil === null) return 'The state from before is not kept any more.';
  if (new Date(undoUntil) <= now) return `It could be undone until ${formatDateTime(undoUntil)}.`;
  return pending ? 'A restore is staged. Cancel it first.' : null;
}
