import { basename } from 'node:path';
import type { BackupEntry, BackupInfo, Verdict, VerifyReport, VerifyResult } from '#shared/contract/backup.ts';
import { formatBytes, formatCount, formatDateTime, formatDuration, formatPlural, formatRelative } from '#shared/format.ts';
import { type Column, fields, plain, table } from './table.ts';

export const verdictWords: Record<Verdict, string> = {
  valid: 'ok',
  incomplete: 'incomplete',
  corrupt: 'CORRUPT',
  'checksum-mismatch': 'CHECKSUM MISMATCH',
  missing: 'MISSING',
};

const when = (at: string, now: Date): string => `${formatDateTime(at)} (${formatRelative(at, now)})`;

const verified = (backup: BackupInfo): string => {
  if (backup.problem !== null) return 'UNREADABLE';
  return backup.verdict === null ? 'not yet' : verdictWords[backup.verdict];
};

const labelOf = ({ label, checkpointReason, version, path }: BackupInfo): string =>
  label ?? checkpointReason ?? (version === 'unknown' ? basename(path) : '');

/** Of a file whose manifest can't be read, only name, date and size are known. */
const known = (backup: BackupInfo, text: string): string => (backup.version === 'unknown' ? '-' : text);

export function backupTable(backups: readonly BackupInfo[], now: Date, width?: number): string {
  if (backups.length === 0) return 'There are no backups yet. Make the first: cofferdam backup create';
  const columns: Column<BackupInfo>[] = [
    { title: 'ID', value: (backup) => backup.id },
    { title: 'CREATED', value: (backup) => formatRelative(backup.createdAt, now) },
    { title: 'TYPE', value: (backup) => known(backup, backup.type) },
    { title: 'BY', value: (backup) => known(backup, backup.createdBy), spare: true },
    { title: 'FILES', value: (backup) => known(backup, formatCount(backup.fileCount)), align: 'right', spare: true },
    { title: 'SIZE', value: (backup) => formatBytes(backup.sizeBytes), align: 'right' },
    { title: 'VERIFIED', value: verified },
    { title: 'LABEL', value: labelOf, cut: true },
  ];
  return table(backups, columns, width);
}

export const backupFields = (backup: BackupInfo, now: Date): string =>
  fields([
    ['id', backup.id],
    ['created', when(backup.createdAt, now)],
    ['type', backup.version === 'unknown' ? null : `${backup.type} (${backup.areas.join(', ')})`],
    ['made by', backup.version === 'unknown' ? null : backup.createdBy],
    ['label', backup.label],
    ['checkpoint', backup.checkpointReason],
    ['files', backup.version === 'unknown' ? null : formatCount(backup.fileCount)],
    ['size', `${formatBytes(backup.sizeBytes)}${backup.version === 'unknown' ? '' : `, holding ${formatBytes(backup.contentBytes)}`}`],
    ['path', backup.path],
    ['sha256', backup.checksum === '' ? null : backup.checksum],
    ['verified', backup.verifiedAt === null ? verified(backup) : `${verified(backup)}, ${when(backup.verifiedAt, now)}`],
    ['held by', backup.pinnedBy],
    ['version', backup.version === 'unknown' ? null : `${backup.version}, schema ${backup.schemaVersion}, on ${backup.host}`],
    ['problem', backup.problem?.message ?? null],
  ]);

export function fileTable({
  entries,
  total,
  excluded,
}: {
  entries: readonly BackupEntry[];
  total: number;
  excluded: readonly { path: string; why: string }[];
}): string {
  const parts = [
    table(entries, [
      { title: 'SIZE', value: (entry) => (entry.kind === 'folder' ? '-' : formatBytes(entry.size)), align: 'right' },
      { title: 'CHANGED', value: (entry) => formatDateTime(entry.mtime) },
      { title: 'KIND', value: (entry) => entry.kind },
      { title: 'PATH', value: (entry) => entry.path },
    ]),
  ];
  if (total > entries.length) parts.push(`${formatCount(entries.length)} of ${formatCount(total)}; see more with --offset and --limit`);
  if (excluded.length > 0) parts.push(`Left out:\n${excluded.map(({ path, why }) => `  ${plain(path)}: ${plain(why)}`).join('\n')}`);
  return parts.join('\n\n');
}

export function verifyText(result: VerifyResult): string {
  if (result.reports.length === 0) return 'There are no backups to verify.';
  return result.reports.map(reportText).join('\n');
}

function reportText(report: VerifyReport): string {
  const { ok, total } = report.entries;
  const intact =
    total === 0 ? 'none of its entries could be read' : `${formatCount(ok)} of ${formatPlural(total, 'entry', 'entries')} intact`;
  const head = `${report.id}  ${verdictWords[report.verdict]}: ${intact}, ${formatDuration(report.durationMs)}`;
  return [
    head,
    ...report.problems.map((problem) => `  ${problem.path === '' ? '' : `${plain(problem.path)}: `}${plain(problem.message)}`),
  ].join('\n');
}
