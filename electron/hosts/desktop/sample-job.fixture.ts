import type { Job } from '#shared/contract/job.ts';

/** A finished full backup, with what a test cares about changed. */
export const sampleJob = (changes: Partial<Job> = {}): Job => ({
  id: '01KJOB',
  kind: 'backup.create',
  title: 'Full backup',
  state: 'succeeded',
  progress: { phase: 'done', done: 1, total: 1, unit: 'steps', item: null },
  resource: 'backups',
  createdAt: '2026-11-20T10:00:00.000Z',
  startedAt: '2026-11-20T10:00:00.000Z',
  finishedAt: '2026-11-20T10:00:09.000Z',
  input: { type: 'full' },
  result: null,
  error: null,
  command: 'cofferdam backup create --type full',
  note: null,
  ...changes,
});
