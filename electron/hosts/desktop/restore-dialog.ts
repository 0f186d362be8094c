import type { Area, PendingRestore, RestoreChanges, RestoreResult } from '#shared/contract/backup.ts';
import { formatBytes, formatCount, formatDateTime, formatPlural } from '#shared/format.ts';
import { type Dialog, dialog } from './dialog.ts';

export type RestoreAnswer = 'restart' | 'discard' | 'later' | 'report' | 'close';

const areaNames: Record<Area, string> = { config: 'Configuration', data: 'Data', skills: 'Skills' };

/** The native box for a restore that waits for a restart, or for what became of one. */
export const restoreDialog = (subject: PendingRestore | RestoreResult): Dialog<RestoreAnswer> =>
  'success' in subject ? resultDialog(subject) : pendingDialog(subject);

function pendingDialog(pending: PendingRestore): Dialog<RestoreAnswer> {
  const undo = pending.kind === 'undo';
  return dialog(
    {
      type: pending.changes.warnings.length > 0 || pending.options.skipVerify ? 'warning' : 'question',
      title: undo ? 'Undo waits for a restart' : 'Restore waits for a restart',
      message: undo
        ? 'Restart to return to the state from before the last restore?'
        : `Restart to restore the backup of ${formatDateTime(pending.changes.backupCreatedAt)}?`,
      detail: [
        ...changeLines(pending.changes),
        pending.options.skipVerify ? 'Its checksums were not verified.' : '',
        pending.options.createCheckpoint
          ? "Today's state is backed up first."
          : "No backup of today's state is taken; it can still be undone from what is set aside.",
      ],
    },
    [
      { label: 'Restart now', answer: 'restart' },
      { label: undo ? 'Discard the undo' : 'Discard the restore', answer: 'discard' },
      { label: 'Later', answer: 'later' },
    ],
  );
}

function resultDialog(result: RestoreResult): Dialog<RestoreAnswer> {
  return dialog(
    {
      type: result.success ? (result.warnings.length > 0 ? 'warning' : 'info') : 'error',
      title: titles[result.state],
      message: outcome(result),
      detail: [
        ...result.errors.map((error) => (error.hint === undefined ? error.message : `${error.message}. ${error.hint}`)),
        ...(result.success && result.changes ? changeLines(result.changes) : result.warnings),
        result.filesSkipped > 0 ? `${formatPlural(result.filesSkipped, 'file')} skipped.` : '',
        result.undoUntil === null ? '' : `It can be undone until ${formatDateTime(result.undoUntil)}.`,
      ],
    },
    [
      { label: 'Open the report', answer: 'report' },
      { label: 'Close', answer: 'close' },
    ],
  );
}

const titles: Record<RestoreResult['state'], string> = {
  confirmed: 'Restore finished',
  'rolled-back': 'Restore rolled back',
  failed: 'Restore failed',
};

function outcome(result: RestoreResult): string {
  if (result.state === 'rolled-back') return 'The restored state could not be opened, so the state from before is back. Nothing was lost.';
  if (result.state === 'failed') return 'The restore could not be completed. What was there before is kept.';
  if (result.kind === 'undo') return 'The state from before the last restore is back.';
  return `${formatPlural(result.filesRestored, 'file')} restored (${result.areas.map((area) => areaNames[area].toLowerCase()).join(', ')}).`;
}

function changeLines(changes: RestoreChanges): string[] {
  const areas = changes.areas.map(
    (area) =>
      `${areaNames[area.area]}: ${formatCount(area.added)} added, ${formatCount(area.replaced)} replaced, ` +
      `${formatCount(area.removed)} removed (${formatBytes(area.bytes)})`,
  );
  const tables = changes.databases.flatMap((database) => database.tables.filter((table) => table.rowsNow !== table.rowsAfter));
  return [...areas, tables.length > 0 ? `Row counts change in ${formatPlural(tables.length, 'table')}.` : '', ...changes.warnings];
}
