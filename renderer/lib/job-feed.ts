import type { Job, JobState } from '#shared/contract/job.ts';
import { type Sample, withSample } from '#shared/rate.ts';

/** A job as the page knows it, with what is needed to tell its rate. */
export interface LiveJob {
  job: Job;
  samples: readonly Sample[];
}

type Finished = (job: Job) => void;

const KEEP = 500;
export const isRunning = (state: JobState): boolean => state === 'queued' || state === 'running';

/** Every job the page has heard of, newest first. Fed by the stream and by lists; tells who asked when one ends under our eyes. */
export class JobFeed {
  #jobs = new Map<string, LiveJob>();
  #snapshot: readonly LiveJob[] = [];
  #listeners = new Set<() => void>();
  #finished = new Set<Finished>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same array until something changes, as `useSyncExternalStore` wants it. */
  readonly snapshot = (): readonly LiveJob[] => this.#snapshot;

  get(id: string): LiveJob | undefined {
    return this.#jobs.get(id);
  }

  onFinished(listener: Finished): () => void {
    this.#finished.add(listener);
    return () => this.#finished.delete(listener);
  }

  /** `at` is a steady clock in milliseconds. */
  apply(job: Job, at: number): void {
    const known = this.#jobs.get(job.id);
    // A list asked for earlier may arrive after the stream's last word.
    if (known && !isRunning(known.job.state) && isRunning(job.state)) return;
    this.#jobs.set(job.id, { job, samples: job.state === 'running' ? withSample(known?.samples ?? [], job.progress, at) : [] });
    this.#publish();
    if (known && isRunning(known.job.state) && !isRunning(job.state)) for (const listener of this.#finished) listener(job);
  }

  /** A fresh list is the truth: after a restore there may be fewer jobs than were known before. */
  seed(jobs: readonly Job[], at: number): void {
    const listed = new Set(jobs.map(({ id }) => id));
    for (const id of this.#jobs.keys()) if (!listed.has(id)) this.#jobs.delete(id);
    this.#publish();
    for (const job of jobs) this.apply(job, at);
  }

  #publish(): void {
    const sorted = [...this.#jobs.values()].sort((a, b) => newestFirst(a.job, b.job));
    for (const { job } of sorted.splice(KEEP)) this.#jobs.delete(job.id);
    this.#snapshot = sorted;
    for (const listener of this.#listeners) listener();
  }
}

const newestFirst = (a: Job, b: Job): number => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1);
