import { describe, expect, it } from 'vitest';
import type { Job } from '#shared/contract/job.ts';
import { AppError, type ErrorData } from '#shared/errors.ts';
import { contract } from '#shared/contract/index.ts';
import { createLocalClient } from './client.ts';
import { router } from './router.ts';
import { sampleApp } from './sample-app.fixture.ts';
import { AppSlot } from './slot.ts';

const failure = async (work: Promise<unknown>): Promise<ErrorData> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return (error as { data: ErrorData }).data;
};

const job = (state: Job['state']): Job => ({
  id: '01KAFB6N4T',
  kind: 'backup.create',
  title: 'Back up everything',
  state,
  progress: { phase: 'Reading files', done: 1, total: 2, unit: 'files', item: null },
  resource: 'backups',
  createdAt: '2026-11-20T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  input: {},
  result: null,
  error: null,
  command: null,
  note: null,
});

describe('router', () => {
  it('implements the whole contract', () => {
    const names = (part: object): string[] =>
      Object.entries(part).flatMap(([domain, verbs]) => Object.keys(verbs as object).map((verb) => `${domain}.${verb}`));
    expect(names(router)).toEqual(names(contract));
  });

  it('fills in defaults before the domain sees the input', async () => {
    const seen: unknown[] = [];
    const create = (request: unknown): Job => {
      seen.push(request);
      return job('queued');
    };
    const client = createLocalClient({ app: sampleApp({ backup: { create } }) });

    await client.backup.create({});

    expect(seen).toEqual([{ type: 'full' }]);
  });

  it('refuses an input in words', async () => {
    const client = createLocalClient({ app: sampleApp() });
    const data = await failure(client.backup.create({ type: 'all' as 'full' }));
    expect(data).toEqual({ code: 'INVALID_INPUT', message: 'type: must be full, config or data', op: 'backup.create' });
  });

  it("passes a domain's error on as data", async () => {
    const get = async (id: string) => {
      throw new AppError('backup.get', 'NOT_FOUND', `No backup ${id}`);
    };
    const client = createLocalClient({ app: sampleApp({ backup: { get } }) });
    expect(await failure(client.backup.get({ id: '01X' }))).toEqual({ code: 'NOT_FOUND', message: 'No backup 01X', op: 'backup.get' });
  });

  it('logs what nobody foresaw, and keeps its stack to itself', async () => {
    const logged: unknown[] = [];
    const log = { error: (...line: unknown[]) => void logged.push(line) };
    const list = async () => {
      throw new TypeError('undefined is not a backup');
    };
    const client = createLocalClient({ app: sampleApp({ log, backup: { list } }) });

    const data = await failure(client.backup.list());

    expect(data).toMatchObject({ code: 'INTERNAL', op: 'backup.list' });
    expect(JSON.stringify(data)).not.toContain('router.test');
    expect(logged).toEqual([[expect.any(String), { op: 'backup.list', err: expect.any(TypeError) }]]);
  });

  it('does not hand out an answer that breaks the contract', async () => {
    const list = async () => [{ id: 7, secret: 'hunter2' }] as never;
    const client = createLocalClient({ app: sampleApp({ backup: { list } }) });

    const data = await failure(client.backup.list());

    expect(data.code).toBe('INTERNAL');
    expect(data.message).toContain('backups.0.id: must be a string');
    expect(JSON.stringify(data)).not.toContain('hunter2');
  });
});

describe('streams', () => {
  it('say `app` at once and then what changes', async () => {
    const app = sampleApp();
    const leave = new AbortController();
    const topics = await createLocalClient({ app }).app.events(undefined, { signal: leave.signal });

    const first = await topics.next();
    app.events.changed('jobs');
    const second = await topics.next();

    expect([first.value, second.value]).toEqual([{ topic: 'app' }, { topic: 'jobs' }]);
    leave.abort();
    expect(await topics.next()).toMatchObject({ done: true });
  });

  it('miss no change between their first word and the next', async () => {
    const app = sampleApp();
    const leave = new AbortController();
    const topics = await createLocalClient({ app }).app.events(undefined, { signal: leave.signal });
    await topics.next();
    app.events.changed('backups');
    app.events.changed('restore');

    expect([(await topics.next()).value, (await topics.next()).value]).toEqual([{ topic: 'backups' }, { topic: 'restore' }]);
    leave.abort();
  });

  it('end when the host lets go of the app', async () => {
    const slot = new AppSlot();
    slot.put(sampleApp());
    const context = slot.context;
    if (context === null) throw new Error('The slot is empty');
    const topics = await createLocalClient(context).app.events();
    await topics.next();
    const next = topics.next();

    slot.empty();

    expect(await next).toMatchObject({ done: true });
    expect(slot.context).toBeNull();
  });

  it('fail with data in their midst too', async () => {
    async function* watch(): AsyncGenerator<Job> {
      yield job('running');
      throw new AppError('job.watch', 'NOT_FOUND', 'The job is gone');
    }
    const seen = await createLocalClient({ app: sampleApp({ jobs: { watch } }) }).job.watch({ id: '01X' });
    await seen.next();
    expect(await failure(seen.next())).toMatchObject({ code: 'NOT_FOUND', message: 'The job is gone' });
  });
});
