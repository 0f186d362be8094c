import type { JobProgress } from '#shared/contract/job.ts';

/** How much was done at a moment (milliseconds on any steady clock) of one phase. */
export interface Sample {
  at: number;
  done: number;
  phase: string;
}

export interface Estimate {
  /** Units a second, or null while too little is known. */
  rate: number | null;
  /** Milliseconds until the phase is done, or null. */
  etaMs: number | null;
}

const WINDOW_MS = 8_000;
const LEAST_MS = 900;

/** The samples with this one: a new phase or a step back starts over, and what is older than the window is dropped. */
export function withSample(samples: readonly Sample[], progress: JobProgress, at: number): Sample[] {
  const sample: Sample = { at, done: progress.done, phase: progress.phase };
  const last = samples.at(-1);
  if (!last || last.phase !== sample.phase || sample.done < last.done) return [sample];
  const from = samples.findIndex((old) => old.at >= at - WINDOW_MS);
  // One sample from before the window stays, so that slow reports still give a rate.
  return [...samples.slice(Math.max(0, from === -1 ? samples.length - 1 : from - 1)), sample];
}

/** Rate over the window, and the time left at that rate. Says nothing rather than guess from a moment's worth. */
export function estimate(samples: readonly Sample[], total: number | null): Estimate {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < LEAST_MS) return { rate: null, etaMs: null };
  const rate = ((last.done - first.done) * 1000) / (last.at - first.at);
  if (rate <= 0) return { rate: null, etaMs: null };
  return { rate, etaMs: total === null ? null : (Math.max(0, total - last.done) * 1000) / rate };
}

/** 0 to 1, or null when the total is not known. */
export const fractionOf = ({ done, total }: Pick<JobProgress, 'done' | 'total'>): number | null =>
  total === null || total <= 0 ? null : Math.min(1, done / total);
