import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Job } from '#shared/contract/job.ts';
import { type Logger, silentLog } from '../log/index.ts';
import type { StorageBackend } from './backend.ts';
import { openSqliteStore } from './sqlite/index.ts';

/** For tests only. Every store's tests run once for each backend: they must behave alike. */
export const backends = [
  {
    name: 'sqlite',
    async open(options: { now?: () => Date; log?: Logger } = {}): Promise<StorageBackend> {
      const store = await openSqliteStore(join(temporaryFolder(), 'cofferdam.db'), { log: silentLog, ...options });
      onTestFinished(() => store.close());
      return store;
    },
  },
];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Jobs whose ids sort by number. */
export const sampleJob = (number: number, changes: Partial<Job> = {}): Job => ({
  id: `JOB-01K${String(number).padStart(23, '0')}`,
  kind: 'backup.create',
  title: 'Back up everything',
  state: 'queued',
  progress: { phase: 'Waiting', done: 0, total: null, unit: 'steps', item: null },
  resource: 'backups',
  createdAt: '2026-11-20T10:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  input: { type: 'full' },
  result: null,
  error: null,
  command: 'cofferdam backup create',
  note: null,
  ...changes,
});
