import type { WriteStream } from 'node:tty';
import type { Job, JobProgress } from '#shared/contract/job.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from '#shared/format.ts';
import { type Estimate, estimate, fractionOf, type Sample, withSample } from '#shared/rate.ts';

/** What the line needs of a job; a start that takes long has that much too. */
export type Shown = Pick<Job, 'state' | 'resource' | 'progress'>;

export interface ProgressLine {
  show(job: Shown, at: number): void;
  /** Replaces the line by a word that stays until the next. */
  say(text: string): void;
  clear(): void;
}

const nothing: ProgressLine = { show: () => undefined, say: () => undefined, clear: () => undefined };

/** One line that is rewritten in place. On anything but a terminal it says nothing. */
export function createProgressLine(stream: WriteStream, { silent }: { silent: boolean }): ProgressLine {
  if (silent || !stream.isTTY) return nothing;
  let samples: Sample[] = [];
  const write = (text: string): void => {
    stream.write(`\r\u001b[2K${text}`);
  };
  return {
    show: (job, at) => {
      samples = withSample(samples, job.progress, at);
      write(renderProgress(job, estimate(samples, job.progress.total), stream.columns || 80));
    },
    say: write,
    clear: () => write(''),
  };
}

const barWidth = 24;

/** Pure: `Reading files [#####---] 45 %  315 MiB of 700 MiB  62.0 MiB/s  6 s left  data/x.db`, cut to the terminal. */
export function renderProgress(job: Shown, { rate, etaMs }: Estimate, columns: number): string {
  if (job.state === 'queued') return cut(`Waiting${job.resource === null ? '' : ` for ${job.resource}`} …`, columns);
  const { progress } = job;
  const parts = [progress.phase, bar(progress), amount(progress)];
  if (rate !== null && progress.unit !== 'steps') parts.push(formatRate(rate, progress.unit));
  if (etaMs !== null && etaMs >= 500) parts.push(`${formatDuration(Math.max(1_000, Math.round(etaMs / 1000) * 1000))} left`);
  if (progress.item !== null) parts.push(progress.item);
  return cut(parts.filter((part) => part !== '').join('  '), columns);
}

function bar(progress: JobProgress): string {
  const fraction = fractionOf(progress);
  if (fraction === null || progress.total === null) return '';
  const filled = Math.floor(fraction * barWidth);
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${formatPercent(progress.done, progress.total)}`;
}

function amount({ done, total, unit }: JobProgress): string {
  const one = (value: number): string => (unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const suffix = unit === 'bytes' ? '' : ` ${unit}`;
  if (total === null) return done === 0 ? '' : `${one(done)}${suffix}`;
  return `${one(done)} of ${one(total)}${suffix}`;
}

// A file's name may hold what a terminal takes for a command.
const cut = (text: string, columns: number): string => {
  const plain = text.replaceAll(/\p{Cc}/gu, '?');
  return plain.length < columns ? plain : `${plain.slice(0, Math.max(1, columns - 2))}…`;
};
