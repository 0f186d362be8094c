import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { ErrorData } from '../errors.ts';
import { IdPrefix, procedure, Timestamp } from './common.ts';

export const JobState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted']);
export type JobState = z.infer<typeof JobState>;

export const JobKind = z.enum(['backup.create', 'backup.verify', 'backup.restore', 'backup.plan', 'backup.export', 'backup.import']);
export type JobKind = z.infer<typeof JobKind>;

export const JobUnit = z.enum(['bytes', 'files', 'rows', 'steps']);
export type JobUnit = z.infer<typeof JobUnit>;

/** Where a running job is. `total` is null while it isn't known; `phase` is always there. */
export const JobProgress = z.object({
  phase: z.string(),
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  unit: JobUnit,
  item: z.string().nullable(),
});
export type JobProgress = z.infer<typeof JobProgress>;

export const Job = z.object({
  id: z.string(),
  kind: JobKind,
  title: z.string(),
  state: JobState,
  progress: JobProgress,
  /** The named resource it queues on, for example `backups`. */
  resource: z.string().nullable(),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  /** What the job was asked: the procedure's input. */
  input: z.unknown(),
  /** The kind's own result, see `jobResults`. Null until it succeeded. */
  result: z.unknown(),
  error: ErrorData.nullable(),
  /** Equivalent command line, for "show the command". */
  command: z.string().nullable(),
  /** For an interrupted job: what it left behind and what was removed. */
  note: z.string().nullable(),
});
export type Job = z.infer<typeof Job>;

export const isFinished = (state: JobState): boolean => state !== 'queued' && state !== 'running';

export const jobContract = {
  list: procedure
    .route({ method: 'GET', path: '/jobs', summary: 'Jobs, newest first' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(500).default(100), state: JobState.optional() }))
    .output(z.object({ jobs: z.array(Job) })),
  get: procedure
    .route({ method: 'GET', path: '/jobs/{id}', summary: 'One job' })
    .input(z.object({ id: IdPrefix }))
    .output(Job),
  cancel: procedure
    .route({ method: 'POST', path: '/jobs/{id}/cancel', summary: 'Ask a job to stop; it cleans up after itself' })
    .input(z.object({ id: IdPrefix }))
    .output(Job),
  /** The job's (or, without an id, every job's) state now and at each change, at most five a second per job. With an id it ends when the job does. */
  watch: procedure
    .route({ method: 'GET', path: '/jobs/{id}/events', summary: 'Progress of a job as server-sent events' })
    .input(z.object({ id: IdPrefix }))
    .output(eventIterator(Job)),
  watchAll: procedure
    .route({ method: 'GET', path: '/job-events', summary: 'Progress of every job as server-sent events' })
    .output(eventIterator(Job)),
};
