import type { BackupInfo } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';

/** A verified full backup; give what matters to the test. */
export const aBackup = (over: Partial<BackupInfo> = {}): BackupInfo => ({
  id: '01KA0000000000000000000001',
  createdAt: '2026-11-20T12:00:00.000Z',
  sizeBytes: 1000,
  contentBytes: 4000,
  fileCount: 12,
  path: '/home/dev/backups/a.zip',
  type: 'full',
  areas: ['config', 'data', 'skills'],
  createdBy: 'manual',
  label: null,
  isCheckpoint: false,
  checkpointReason: null,
  checksum: 'ab'.repeat(32),
  version: '0.1.0',
  schemaVersion: 1,
  host: 'workbench',
  format: 'zip',
  pinnedBy: null,
  verifiedAt: '2026-11-20T12:01:00.000Z',
  verdict: 'valid',
  problem: null,
  ...over,
});

/** A backup job under way; give what matters to the test. */
export const aJob = (over: Partial<Job> = {}): Job => ({
  id: '01KB0000000000000000000001',
  kind: 'backup.create',
  title: 'Back up full',
  state: 'running',
  progress: { phase: 'Reading', done: 10, total: 100, unit: 'bytes', item: null },
  resource: 'backups',
  createdAt: '2026-11-20T12:00:00.000Z',
  startedAt: '2026-11-20T12:00:00.100Z',
  finishedAt: null,
  input: { type: 'full' },
  result: null,
  error: null,
  command: null,
  note: null,
  ...over,
});
