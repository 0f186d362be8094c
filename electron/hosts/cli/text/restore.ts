import type { PendingRestore, RestoreChanges, RestoreResult, RestoreStatus } from '#shared/contract/backup.ts';
import { formatBytes, formatCount, formatDateTime, formatPlural, formatRelative } from '#shared/format.ts';
import { plain, table } from './table.ts';

/** What a restore would change, by area and by table. */
export function changesText(changes: RestoreChanges): string {
  const parts = [
    table(changes.areas, [
      { title: 'AREA', value: (area) => area.area },
      { title: 'ADDED', value: (area) => formatCount(area.added), align: 'right' },
      { title: 'REPLACED', value: (area) => formatCount(area.replaced), align: 'right' },
      { title: 'REMOVED', value: (area) => formatCount(area.removed), align: 'right' },
      { title: 'UNCHANGED', value: (area) => formatCount(area.unchanged), align: 'right' },
      { title: 'WRITTEN', value: (area) => formatBytes(area.bytes), align: 'right' },
    ]),
  ];
  const rows = changes.databases
    .flatMap(({ path, tables }) => tables.map((one) => ({ path, ...one })))
    .filter((one) => one.rowsNow !== one.rowsAfter);
  if (rows.length > 0) {
    parts.push(
      table(rows, [
        { title: 'DATABASE', value: (row) => row.path },
        { title: 'TABLE', value: (row) => row.table },
        { title: 'ROWS NOW', value: (row) => rowCount(row.rowsNow), align: 'right' },
        { title: 'AFTER', value: (row) => rowCount(row.rowsAfter), align: 'right' },
      ]),
    );
  }
  if (changes.warnings.length > 0) parts.push(changes.warnings.map((warning) => `warning: ${plain(warning)}`).join('\n'));
  return parts.join('\n\n');
}

const rowCount = (count: number | null): string => (count === null ? 'none' : formatCount(count));

export function pendingText(pending: PendingRestore, now: Date): string {
  const what =
    pending.kind === 'undo'
      ? 'Undoing the last restore is staged'
      : `A restore of the backup from ${moment(pending.changes.backupCreatedAt, now)} is staged`;
  return `${what} (${pending.backupId}).\n\n${changesText(pending.changes)}\n\nIt is applied at the next start: cofferdam serve, or the app. Discard it with: cofferdam backup cancel-restore`;
}

export function resultText(result: RestoreResult, now: Date): string {
  const outcome = { confirmed: 'was applied', 'rolled-back': 'was rolled back; everything is as it was before', failed: 'failed' }[
    result.state
  ];
  const lines = [`${whatOf(result)} ${outcome}, ${moment(result.finishedAt, now)}.`];
  const kept = result.filesSkipped === 0 ? '' : `, ${formatCount(result.filesSkipped)} kept as they were`;
  if (result.success) lines.push(`${formatPlural(result.filesRestored, 'file')} restored${kept}, in ${result.areas.join(', ')}.`);
  if (result.checkpointId !== null) lines.push(`The state before it is backup ${result.checkpointId}.`);
  if (result.undoUntil !== null) lines.push(`It can be undone until ${formatDateTime(result.undoUntil)}: cofferdam backup undo`);
  lines.push(
    ...result.warnings.map((warning) => `warning: ${plain(warning)}`),
    ...result.errors.map((error) => `error: ${plain(error.message)}`),
  );
  return lines.join('\n');
}

function whatOf({ kind, changes, backupId }: RestoreResult): string {
  if (kind === 'undo') return 'The undo of the last restore';
  return changes === null
    ? `The restore of ${backupId}`
    : `The restore of the backup from ${formatDateTime(changes.backupCreatedAt)} (${backupId})`;
}

export function restoreStatusText({ pending, last }: RestoreStatus, now: Date): string {
  const parts = [pending === null ? 'No restore is staged.' : pendingText(pending, now)];
  if (last !== null) parts.push(resultText(last, now));
  return parts.join('\n\n');
}

const moment = (at: string, now: Date): string => `${formatDateTime(at)} (${formatRelative(at, now)})`;
