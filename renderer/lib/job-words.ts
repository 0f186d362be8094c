import type { Job, JobProgress, JobState } from '#shared/contract/job.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from '#shared/format.ts';
import type { Tone } from './standing.ts';
import type { Estimate } from '#shared/rate.ts';

const stateWords: Record<JobState, { label: string; tone: Tone }> = {
  queued: { label: 'Queued', tone: 'neutral' },
  running: { label: 'Running', tone: 'neutral' },
  succeeded: { label: 'Done', tone: 'ok' },
  failed: { label: 'Failed', tone: 'error' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  interrupted: { label: 'Interrupted', tone: 'warning' },
};

/** How a job stands. A verification that ran well and found damage is news, not success. */
export function outcomeOf(job: Pick<Job, 'kind' | 'state' | 'result'>): { label: string; tone: Tone } {
  return job.state === 'succeeded' && foundDamage(job) ? { label: 'Problems found', tone: 'error' } : stateWords[job.state];
}

const foundDamage = ({ kind, result }: Pick<Job, 'kind' | 'result'>): boolean =>
  kind === 'backup.verify' && typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;

const amount = (value: number, unit: JobProgress['unit']): string => (unit === 'bytes' ? formatBytes(value) : formatCount(value));

/** `120 MiB of 700 MiB`, `14 of 20 files`, `14 files`. */
export function amountText({ done, total, unit }: JobProgress): string {
  const suffix = unit === 'bytes' ? '' : ` ${unit}`;
  return total === null ? `${amount(done, unit)}${suffix}` : `${amount(done, unit)} of ${amount(total, unit)}${suffix}`;
}

/** The figures beside a bar, in a fixed order, without those not known. */
export function figures(progress: JobProgress, { rate, etaMs }: Estimate): string[] {
  const said: string[] = [];
  if (progress.total !== null && progress.total > 0) said.push(formatPercent(progress.done, progress.total));
  if (progress.done > 0 || progress.total !== null) said.push(amountText(progress));
  if (rate !== null && progress.unit !== 'steps') said.push(formatRate(rate, progress.unit));
  if (etaMs !== null && etaMs >= 500) said.push(`${formatDuration(Math.max(1000, Math.round(etaMs / 1000) * 1000))} left`);
  return said;
}

/** Milliseconds it ran, up to now where it still runs. Null before it started. */
export function elapsed({ startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>, now: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
}
