import type { Job } from '#shared/contract/job.ts';
import { formatDateTime, formatDuration, formatPercent, formatRelative } from '#shared/format.ts';
import { type Column, fields, table } from './table.ts';

export function jobTable(jobs: readonly Job[], now: Date, width?: number): string {
  if (jobs.length === 0) return 'There are no jobs yet. A backup, a verification or a restore is one: cofferdam backup create';
  const columns: Column<Job>[] = [
    { title: 'ID', value: (job) => job.id },
    { title: 'STARTED', value: (job) => formatRelative(job.createdAt, now) },
    { title: 'STATE', value: (job) => job.state },
    { title: 'TOOK', value: (job) => took(job, now) ?? '', align: 'right', spare: true },
    { title: 'WHAT', value: (job) => `${job.title}${job.state === 'running' ? `: ${where(job)}` : ''}`, cut: true },
  ];
  return table(jobs, columns, width);
}

export const jobFields = (job: Job, now: Date): string =>
  fields([
    ['id', job.id],
    ['what', job.title],
    ['state', job.state],
    ['phase', job.state === 'running' ? where(job) : null],
    ['asked', formatDateTime(job.createdAt)],
    ['took', took(job, now)],
    ['command', job.command],
    ['error', job.error === null ? null : `${job.error.message} (${job.error.code})`],
    ['hint', job.error?.hint ?? null],
    ['note', job.note],
  ]);

const where = ({ progress }: Job): string =>
  progress.total === null ? progress.phase : `${progress.phase}, ${formatPercent(progress.done, progress.total)}`;

function took(job: Job, now: Date): string | null {
  if (job.startedAt === null) return null;
  const end = job.finishedAt === null ? now.getTime() : Date.parse(job.finishedAt);
  return formatDuration(end - Date.parse(job.startedAt));
}
