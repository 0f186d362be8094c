import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Topic } from '#shared/contract/app.ts';
import type { Job, JobKind, JobProgress } from '#shared/contract/job.ts';
import { AppError } from '#shared/errors.ts';
import { Events } from '../events/index.ts';
import { silentLog } from '../log/index.ts';
import { openSqliteStore, type StorageBackend } from '../store/index.ts';
import { type JobContext, type JobRequest, Jobs } from './jobs.ts';

const exported = { id: '01K', to: '/mnt/a.zip', sizeBytes: 12, checksum: 'ab' };

let folder: string;
let store: StorageBackend;
let jobs: Jobs;
let topics: Topic[];
let now: Date;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-jobs-'));
  store = await openSqliteStore(join(folder, 'cofferdam.db'), { log: silentLog });
  now = new Date('2026-11-20T10:00:00.000Z');
  topics = [];
  jobs = newJobs();
});
afterEach(async () => {
  await jobs.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function newJobs(): Jobs {
  const events = new Events();
  events.onChange((topic) => topics.push(topic));
  return new Jobs({ store: store.jobs, events, log: silentLog, now: () => now });
}

type ExportRequest = JobRequest<'backup.export'>;
const start = (run: ExportRequest['run'], more: Partial<ExportRequest> = {}): Job =>
  jobs.start({ kind: 'backup.export', title: 'Export', input: { id: '01K' }, run, ...more });

/** A job that stays in its run until it is let go, or cancelled. */
function held(more: Partial<ExportRequest> = {}): { job: Job; letGo: () => void; begun: Promise<JobContext> } {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<JobContext>();
  const job = start(async (context) => {
    begun.resolve(context);
    context.signal.addEventListener('abort', () => gate.reject(context.signal.reason));
    await gate.promise;
    return exported;
  }, more);
  return { job, letGo: gate.resolve, begun: begun.promise };
}

/** A job that is under way, waits to be cancelled, and then does this. */
async function untilCancelled(then: (context: JobContext) => Promise<typeof exported>): Promise<string> {
  const begun = Promise.withResolvers<void>();
  const { id } = start(async (context) => {
    begun.resolve();
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    return then(context);
  });
  await begun.promise;
  return id;
}

async function collect(watching: AsyncIterable<Job>): Promise<Job[]> {
  const seen: Job[] = [];
  for await (const job of watching) seen.push(job);
  return seen;
}

describe('a job that works', () => {
  test('is returned at once, running, and ends with its result stored', async () => {
    const job = start(async () => exported, { command: 'cofferdam backup export 01K', resource: 'backups' });
    expect(job).toMatchObject({
      state: 'running',
      kind: 'backup.export',
      title: 'Export',
      input: { id: '01K' },
      command: 'cofferdam backup export 01K',
      resource: 'backups',
      startedAt: now.toISOString(),
    });

    const ended = await jobs.wait(job.id);
    expect(ended).toMatchObject({
      state: 'succeeded',
      result: exported,
      error: null,
      finishedAt: now.toISOString(),
      progress: { phase: 'Done', item: null },
    });
    expect(await store.jobs.list({ limit: 10 })).toEqual([ended]);
  });

  test('is stored before it begins', async () => {
    let stored: Job[] = [];
    const { id } = start(async () => {
      stored = await store.jobs.list({ limit: 10 });
      return exported;
    });
    await jobs.wait(id);
    expect(stored).toMatchObject([{ id, state: 'running' }]);
  });

  test('says where it is', async () => {
    const { job, letGo, begun } = held();
    const context = await begun;
    context.report({ phase: 'Copying', done: 3, total: 9, unit: 'bytes', item: 'a.zip' });
    expect((await jobs.get(job.id)).progress).toEqual({ phase: 'Copying', done: 3, total: 9, unit: 'bytes', item: 'a.zip' });
    expect(context.jobId).toBe(job.id);
    letGo();
    expect((await jobs.wait(job.id)).progress).toEqual({ phase: 'Done', done: 3, total: 9, unit: 'bytes', item: null });
  });

  test('says on the event bus when its state changes, not when it advances', async () => {
    const { job, letGo, begun } = held();
    const { report } = await begun;
    for (let done = 0; done < 50; done += 1) report({ done });
    letGo();
    await jobs.wait(job.id);
    expect(topics).toEqual(['jobs', 'jobs']);
  });
});

describe('a job that fails', () => {
  test('keeps its error and where it was', async () => {
    const { id } = start(async ({ report }) => {
      report({ phase: 'Copying', done: 3, total: 9 });
      throw new AppError('zip.write', 'NO_SPACE', 'the disk is full', { hint: 'Free some space.' });
    });
    expect(await jobs.wait(id)).toMatchObject({
      state: 'failed',
      result: null,
      error: { code: 'NO_SPACE', hint: 'Free some space.' },
      progress: { phase: 'Copying', done: 3 },
    });
  });

  test('by throwing before it awaits anything, too', async () => {
    const { id } = start(() => {
      throw new Error('at once');
    });
    expect(await jobs.wait(id)).toMatchObject({ state: 'failed', error: { code: 'INTERNAL', message: 'at once' } });
  });

  test('with a result that is not of its kind', async () => {
    const { id } = start(async () => ({ ...exported, sizeBytes: 'twelve' }) as never);
    expect(await jobs.wait(id)).toMatchObject({ state: 'failed', result: null, error: { code: 'INTERNAL' } });
  });

  test('because it could not be stored never begins', async () => {
    await store.close();
    let begun = false;
    const job = start(async () => {
      begun = true;
      return exported;
    });
    const [, ended] = await collectUntilEnd(job.id);
    expect(ended).toMatchObject({ state: 'failed' });
    expect(begun).toBe(false);
    expect(jobs.running()).toEqual([]);
  });

  /** Without `get`, which asks the store too. */
  async function collectUntilEnd(id: string): Promise<Job[]> {
    const seen: Job[] = [];
    for await (const job of jobs.watchAll()) {
      if (job.id === id) seen.push(job);
      if (job.finishedAt !== null) return seen;
    }
    return seen;
  }
});

describe('jobs on one resource', () => {
  test('wait for each other in their order', async () => {
    const first = held({ resource: 'backups' });
    const second = held({ resource: 'backups' });
    const third = held({ resource: 'backups' });
    expect([first, second, third].map(({ job }) => job.state)).toEqual(['running', 'queued', 'queued']);
    expect(second.job).toMatchObject({ startedAt: null, progress: { phase: 'Waiting' } });

    now = new Date('2026-11-20T10:00:05.000Z');
    first.letGo();
    await second.begun;
    expect(await jobs.get(second.job.id)).toMatchObject({ state: 'running', startedAt: now.toISOString() });
    expect(await jobs.get(third.job.id)).toMatchObject({ state: 'queued' });

    second.letGo();
    third.letGo();
    expect(await jobs.wait(third.job.id)).toMatchObject({ state: 'succeeded' });
  });

  test('a failing one lets the next go on', async () => {
    const first = start(
      async () => {
        throw new Error('no');
      },
      { resource: 'backups' },
    );
    const second = start(async () => exported, { resource: 'backups' });
    expect(await jobs.wait(second.id)).toMatchObject({ state: 'succeeded' });
    expect(await jobs.wait(first.id)).toMatchObject({ state: 'failed' });
  });

  test('others, and those that need none, run at the same time', async () => {
    const all = [held({ resource: 'a' }), held({ resource: 'b' }), held(), held()];
    await Promise.all(all.map(({ begun }) => begun));
    expect(jobs.running()).toHaveLength(4);
    for (const { letGo } of all) letGo();
  });
});

describe('cancelling', () => {
  test('a running job is asked to stop and ends as cancelled', async () => {
    const { job, begun } = held();
    await begun;
    expect(await jobs.cancel(job.id)).toMatchObject({ state: 'running', progress: { phase: 'Cancelling' } });
    expect(await jobs.wait(job.id)).toMatchObject({ state: 'cancelled', result: null, error: { code: 'CANCELLED' }, note: null });
  });

  test('it may clean up first, and say so', async () => {
    const cleaned: string[] = [];
    const id = await untilCancelled(async ({ signal, report }) => {
      report({ phase: 'Removing the half archive' });
      cleaned.push('half.zip');
      signal.throwIfAborted();
      return exported;
    });
    await jobs.cancel(id);
    expect(await jobs.wait(id)).toMatchObject({ state: 'cancelled', progress: { phase: 'Removing the half archive' } });
    expect(cleaned).toEqual(['half.zip']);
  });

  test('a job that was done all the same has succeeded', async () => {
    const id = await untilCancelled(async () => exported);
    await jobs.cancel(id);
    expect(await jobs.wait(id)).toMatchObject({ state: 'succeeded' });
  });

  test('an error in cleaning up is not hidden behind the cancelling', async () => {
    const id = await untilCancelled(async () => {
      throw new AppError('zip.discard', 'PERMISSION_DENIED', 'half.zip can not be removed');
    });
    await jobs.cancel(id);
    expect(await jobs.wait(id)).toMatchObject({ state: 'failed', error: { code: 'PERMISSION_DENIED' } });
  });

  test('a queued job never begins, and nobody waits for it', async () => {
    const first = held({ resource: 'a' });
    let begun = false;
    const second = start(
      async () => {
        begun = true;
        return exported;
      },
      { resource: 'a' },
    );
    const third = start(async () => exported, { resource: 'a' });
    await jobs.cancel(second.id);
    expect(await jobs.wait(second.id)).toMatchObject({ state: 'cancelled', startedAt: null });

    first.letGo();
    await jobs.wait(third.id);
    expect(begun).toBe(false);
  });

  test('a finished job stays as it is', async () => {
    const { id } = start(async () => exported);
    const ended = await jobs.wait(id);
    expect(await jobs.cancel(id)).toEqual(ended);
  });
});

describe('watching one job', () => {
  test('its state now, its changes, its end', async () => {
    const { job, letGo, begun } = held();
    const watching = collect(jobs.watch(job.id));
    const { report } = await begun;
    report({ phase: 'Copying' });
    letGo();

    const seen = await watching;
    expect(seen[0]).toMatchObject({ id: job.id, state: 'running' });
    expect(seen.at(-1)).toMatchObject({ state: 'succeeded', result: exported });
  });

  test('a queued one shows each of its states', async () => {
    const first = held({ resource: 'a' });
    const second = held({ resource: 'a' });
    const watching = collect(jobs.watch(second.job.id));
    first.letGo();
    await second.begun;
    await new Promise((resolve) => setImmediate(resolve));
    second.letGo();
    const states = (await watching).map((job) => job.state);
    expect([...new Set(states)]).toEqual(['queued', 'running', 'succeeded']);
  });

  test('a finished one is shown once', async () => {
    const { id } = start(async () => exported);
    const ended = await jobs.wait(id);
    expect(await collect(jobs.watch(id))).toEqual([ended]);
  });

  test('progress comes at most five times a second, and the newest of it always', async () => {
    const { job, letGo, begun } = held();
    const watching = collect(jobs.watch(job.id));
    const { report } = await begun;
    const started = performance.now();
    for (let done = 1; performance.now() - started < 500; done += 1) {
      report({ phase: 'Copying', done });
      if (done % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    letGo();
    const seen = await watching;
    // The first look, one report at once, one each 200 ms, and the end.
    expect(seen.length).toBeLessThanOrEqual(3 + Math.ceil((performance.now() - started) / 200));
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  test('ends quietly when the watcher goes; the job does not care', async () => {
    const { job, letGo } = held();
    const abort = new AbortController();
    const watching = collect(jobs.watch(job.id, abort.signal));
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect(await watching).toHaveLength(1);
    letGo();
    expect(await jobs.wait(job.id)).toMatchObject({ state: 'succeeded' });
  });

  test('two watchers see the same end', async () => {
    const { job, letGo } = held();
    const watching = Promise.all([collect(jobs.watch(job.id)), collect(jobs.watch(job.id))]);
    letGo();
    const [one, two] = await watching;
    expect(one.at(-1)).toEqual(two.at(-1));
  });

  test('one that is not there is an error', async () => {
    await expect(collect(jobs.watch('01ZZ'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('watching all', () => {
  test('those that run now, then every change of any, until told to stop', async () => {
    const early = held();
    const abort = new AbortController();
    const watching = collect(jobs.watchAll(abort.signal));
    await new Promise((resolve) => setImmediate(resolve));
    const late = held();
    early.letGo();
    late.letGo();
    await Promise.all([jobs.wait(early.job.id), jobs.wait(late.job.id)]);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();

    const seen = await watching;
    for (const { job } of [early, late]) expect(seen.findLast(({ id }) => id === job.id)).toMatchObject({ state: 'succeeded' });
    expect(seen[0]).toMatchObject({ id: early.job.id, state: 'running' });
  });
});

describe('finding', () => {
  test('by id or by a beginning only it has, in any case and without JOB-', async () => {
    const { id } = start(async () => exported);
    await jobs.wait(id);
    for (const typed of [id, id.toLowerCase(), id.slice(4), id.slice(0, -3), 'job', 'J']) expect((await jobs.get(typed)).id).toBe(id);
  });

  test('a beginning that several have is refused with the candidates, running or stored', async () => {
    const stored = start(async () => exported);
    await jobs.wait(stored.id);
    const running = held();
    await expect(jobs.get('JOB')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(stored.id),
      details: { candidates: [running.job.id, stored.id] },
    });
    running.letGo();
  });

  test('nothing, and what can be no id', async () => {
    await expect(jobs.get('01ZZZZ')).rejects.toMatchObject({ code: 'NOT_FOUND', hint: expect.any(String) });
    await expect(jobs.get("'; DROP TABLE jobs")).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('listing', () => {
  test('newest first, running and finished, as many as asked', async () => {
    const first = start(async () => exported);
    await jobs.wait(first.id);
    const second = held();
    const third = held();
    expect((await jobs.list({ limit: 10 })).map(({ id }) => id)).toEqual([third.job.id, second.job.id, first.id]);
    expect((await jobs.list({ limit: 2 })).map(({ id }) => id)).toEqual([third.job.id, second.job.id]);
    second.letGo();
    third.letGo();
  });

  test('by state, as it is this moment', async () => {
    const { job, letGo } = held();
    expect(await jobs.list({ limit: 10, state: 'running' })).toMatchObject([{ id: job.id }]);
    letGo();
    await jobs.wait(job.id);
    expect(await jobs.list({ limit: 10, state: 'running' })).toEqual([]);
    expect(await jobs.list({ limit: 10, state: 'succeeded' })).toMatchObject([{ id: job.id }]);
  });

  test('shows the progress of this moment, not of the last write', async () => {
    const { letGo, begun } = held();
    (await begun).report({ phase: 'Copying', done: 1 });
    (await begun).report({ done: 2 });
    expect(await jobs.list({ limit: 1 })).toMatchObject([{ progress: { phase: 'Copying', done: 2 } }]);
    letGo();
  });
});

describe('after a crash', () => {
  /** As an earlier run left it: in the store, in nobody's memory. */
  const leave = async (state: 'queued' | 'running', cleanupNote: string | null): Promise<Job> => {
    const progress: JobProgress = { phase: 'Copying', done: 3, total: 9, unit: 'bytes', item: null };
    const kind: JobKind = 'backup.create';
    const times = { createdAt: now.toISOString(), startedAt: state === 'running' ? now.toISOString() : null, finishedAt: null };
    const job: Job = {
      id: `JOB-01A${state}`.toUpperCase(),
      kind,
      title: 'Left',
      state,
      progress,
      resource: null,
      ...times,
      input: null,
      result: null,
      error: null,
      command: null,
      note: null,
    };
    await store.jobs.insert(job, cleanupNote);
    return job;
  };

  test('what was unfinished is marked, with what is left behind', async () => {
    await leave('running', 'The half archive is removed now.');
    await leave('queued', 'The half archive is removed now.');
    now = new Date('2026-11-20T11:00:00.000Z');

    const interrupted = await jobs.interruptLeftovers();

    expect(await jobs.list({ limit: 10 })).toEqual([...interrupted].reverse().sort((a, b) => (a.id < b.id ? 1 : -1)));
    expect(await jobs.list({ limit: 10 })).toMatchObject([
      {
        state: 'interrupted',
        finishedAt: now.toISOString(),
        progress: { phase: 'Copying', done: 3 },
        note: 'Cofferdam ended while this job was running. The half archive is removed now.',
      },
      { state: 'interrupted', note: 'Cofferdam ended before this job began.' },
    ]);
    expect(topics).toEqual(['jobs']);
  });

  test('with a reason of the caller’s, who knows better', async () => {
    await leave('running', null);
    expect(await jobs.interruptLeftovers('It was running when this state was kept.')).toMatchObject([
      { note: 'It was running when this state was kept.' },
    ]);
  });

  test('jobs of this run are left alone, and a second look finds nothing', async () => {
    await leave('running', null);
    const { job, letGo } = held();
    expect(await jobs.interruptLeftovers()).toHaveLength(1);
    expect(await jobs.interruptLeftovers()).toEqual([]);
    expect(await jobs.get(job.id)).toMatchObject({ state: 'running' });
    letGo();
  });
});

describe('closing', () => {
  test('cancels all, waits for their cleaning up, and has every end stored', async () => {
    const running = held({ resource: 'a' });
    const queued = held({ resource: 'a' });
    await running.begun;
    await jobs.close();

    expect(jobs.running()).toEqual([]);
    expect(await store.jobs.list({ limit: 10 })).toMatchObject([
      { id: queued.job.id, state: 'cancelled', note: 'It was stopped because Cofferdam was closing.' },
      { id: running.job.id, state: 'cancelled', note: 'It was stopped because Cofferdam was closing.' },
    ]);
  });

  test('takes no new jobs, and may be asked twice', async () => {
    await jobs.close();
    await jobs.close();
    expect(() => start(async () => exported)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });
});

test('only the newest 1000 finished jobs are kept', async () => {
  const old = Array.from({ length: 1_005 }, (_, number) => number);
  const first = start(async () => exported);
  const template = await jobs.wait(first.id);
  for (const number of old) await store.jobs.insert({ ...template, id: `JOB-00${String(number).padStart(24, '0')}` }, null);
  const last = start(async () => exported);
  await jobs.wait(last.id);

  const kept = await store.jobs.list({ limit: 2_000 });
  expect(kept).toHaveLength(1_000);
  expect(kept[0]?.id).toBe(last.id);
});
