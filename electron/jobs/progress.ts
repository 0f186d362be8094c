import type { JobProgress } from '#shared/contract/job.ts';

export const waiting: JobProgress = { phase: 'Waiting', done: 0, total: null, unit: 'steps', item: null };

/** `report` laid over `progress`. A new phase starts from nothing: counts and item of the one before mean nothing in it. */
export function nextProgress(progress: JobProgress, report: Partial<JobProgress>): JobProgress {
  const entered = report.phase !== undefined && report.phase !== progress.phase;
  return { ...progress, ...(entered ? { done: 0, total: null, item: null } : {}), ...report };
}
