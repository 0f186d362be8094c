import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from '#shared/contract/job.ts';
import { silentLog } from '../log/index.ts';
import type { JobStore } from '../store/index.ts';
import { Entry } from './entry.ts';

const job: Job = {
  id: 'JOB-01K',
  kind: 'backup.create',
  title: 'Back up',
  state: 'running',
  progress: { phase: 'Starting', done: 0, total: null, unit: 'steps', item: null },
  resource: null,
  createdAt: '2026-11-20T10:00:00.000Z',
  startedAt: '2026-11-20T10:00:00.000Z',
  finishedAt: null,
  input: null,
  result: null,
  error: null,
  command: null,
  note: null,
};

/** A store that writes down what it is told, and fails when told to. */
function recordingStore(fails: { insert?: Error; update?: Error } = {}): JobStore & { written: Job[] } {
  const written: Job[] = [];
  return {
    written,
    insert: async () => {
      if (fails.insert) throw fails.insert;
    },
    update: async (changed) => {
      if (fails.update) throw fails.update;
      written.push(changed);
    },
    find: async () => [],
    list: async () => [],
    unfinished: async () => [],
    prune: async () => 0,
  };
}

let changes: Job[];
const entryOn = (store: JobStore): Entry => new Entry(job, null, { store, log: silentLog, onChange: (changed) => changes.push(changed) });

beforeEach(() => {
  changes = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('reports', () => {
  test('reach watchers at most five times a second, the last one always', async () => {
    const entry = entryOn(recordingStore());
    for (let done = 1; done <= 1_000; done += 1) {
      entry.report({ done });
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(changes.length).toBe(6);
    expect(changes.at(-1)?.progress.done).toBe(1_000);
  });

  test('are stored more rarely still', async () => {
    const store = recordingStore();
    const entry = entryOn(store);
    for (let second = 0; second < 60; second += 1) {
      entry.report({ done: second });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(store.written.length).toBeLessThanOrEqual(4);
  });

  test('after the end change nothing', async () => {
    const entry = entryOn(recordingStore());
    entry.end({ state: 'succeeded' });
    entry.report({ done: 99 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(entry.job.progress.done).toBe(0);
    expect(changes).toHaveLength(1);
  });
});

describe('states', () => {
  test('reach watchers at once and take what was reported along', () => {
    const entry = entryOn(recordingStore());
    entry.report({ done: 1 });
    entry.report({ done: 2 });
    entry.change({ title: 'changed' });
    expect(changes.map((changed) => changed.progress.done)).toEqual([1, 2]);
    expect(changes.at(-1)?.title).toBe('changed');
  });

  test('the last one is stored, however many came before', async () => {
    const store = recordingStore();
    const entry = entryOn(store);
    entry.report({ done: 1 });
    entry.change({ title: 'changed' });
    entry.end({ state: 'failed' });
    await entry.saved;
    expect(store.written.at(-1)).toMatchObject({ state: 'failed', title: 'changed', progress: { done: 1 } });
    expect(entry.unsaved).toBe(false);
  });

  test('snapshots given out earlier do not change', () => {
    const entry = entryOn(recordingStore());
    const before = entry.job;
    entry.report({ done: 5 });
    entry.end({ state: 'succeeded' });
    expect(before).toEqual(job);
  });
});

describe('a store that fails', () => {
  test('to make the row: whoever awaits it is told, and nothing more is written', async () => {
    const store = recordingStore({ insert: new Error('disk full') });
    const entry = entryOn(store);
    await expect(entry.saved).rejects.toThrow('disk full');
    entry.end({ state: 'failed' });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.written).toEqual([]);
    expect(entry.unsaved).toBe(true);
  });

  test('to write progress: the job goes on, and later writes are tried', async () => {
    const fails: { update?: Error } = { update: new Error('disk full') };
    const store = recordingStore(fails);
    const entry = entryOn(store);
    entry.report({ done: 1 });
    await entry.saved;
    delete fails.update;
    entry.end({ state: 'succeeded' });
    await entry.saved;
    expect(store.written).toMatchObject([{ state: 'succeeded' }]);
  });

  test('to write the end: it is known that memory is all there is', async () => {
    const entry = entryOn(recordingStore({ update: new Error('disk full') }));
    entry.end({ state: 'succeeded' });
    await entry.saved;
    expect(entry.unsaved).toBe(true);
  });
});
