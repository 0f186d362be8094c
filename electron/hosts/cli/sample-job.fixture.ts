import type { Job } from '#shared/contract/job.ts';

export const sampleJob = (change: Partial<Job> = {}): Job => ({
  id: '01KAFB6N4TB2Q3W4E5R6T7Y8U9',
  kind: 'backup.create',
  title: 'Back up everything',
  state: 'running',
  progress: { phase: 'Reading files', done: 0, total: null, unit: 'bytes', item: null },
  resource: 'backups',
  createdAt: '2026-11-20T12:00:00.000Z',
  startedAt: '2026-11-20T12:00:00.000Z',
  finishedAt: null,
  input: {},
  result: null,
  error: null,
  command: null,
  note: null,
  ...change,
});
