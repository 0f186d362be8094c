import Database from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JobState, type Job } from '#shared/contract/job.ts';
import type { Logger } from '../log/index.ts';
import { silentLog } from '../log/index.ts';
import { openSqliteStore } from './sqlite/index.ts';
import { backends, sampleJob, temporaryFolder } from './test-backends.ts';

const ids = (jobs: Job[]): string[] => jobs.map((job) => job.id);

describe.each(backends)('jobs in $name', ({ open }) => {
  describe('keeping', () => {
    test('a job comes back as it went in', async () => {
      const { jobs } = await open();
      const job = sampleJob(1, {
        state: 'failed',
        progress: { phase: 'Writing the archive', done: 12, total: 40, unit: 'bytes', item: 'data/cofferdam.db' },
        startedAt: '2026-11-20T10:00:01.000Z',
        finishedAt: '2026-11-20T10:00:02.000Z',
        input: { type: 'data', label: 'before “the big” change' },
        error: { code: 'NO_SPACE', message: 'the disk is full', hint: 'Free some space.', op: 'backup.create', details: { needed: 3 } },
        note: 'half an archive was removed',
      });
      await jobs.insert(job, null);
      expect(await jobs.list({ limit: 10 })).toEqual([job]);
    });

    test('any input and result that JSON can hold come back', async () => {
      const { jobs } = await open();
      let number = 0;
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (input, result) => {
          number += 1;
          const job = sampleJob(number, { input, result });
          await jobs.insert(job, null);
          // As JSON, since JSON itself does not tell -0 from 0.
          expect(JSON.stringify(await jobs.find(job.id, 1))).toBe(JSON.stringify([job]));
        }),
        { numRuns: 50 },
      );
    });

    test('no input at all is null', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1, { input: undefined }), null);
      expect(await jobs.list({ limit: 1 })).toMatchObject([{ input: null }]);
    });

    test('an update writes all that can change', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1), 'a note');
      const later = sampleJob(1, {
        state: 'succeeded',
        startedAt: '2026-11-20T10:00:01.000Z',
        finishedAt: '2026-11-20T10:00:09.000Z',
        result: { ok: true },
      });
      await jobs.update(later);
      expect(await jobs.list({ limit: 10 })).toEqual([later]);
    });

    test('an update of a job that is not there is an error', async () => {
      const { jobs } = await open();
      await expect(jobs.update(sampleJob(1))).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining(sampleJob(1).id),
      });
    });

    test('the same id twice is an error, and the first stays', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1, { title: 'first' }), null);
      await expect(jobs.insert(sampleJob(1, { title: 'second' }), null)).rejects.toThrow(/UNIQUE/);
      expect(await jobs.list({ limit: 10 })).toMatchObject([{ title: 'first' }]);
    });
  });

  describe('listing', () => {
    test('newest first, as many as asked', async () => {
      const { jobs } = await open();
      for (const number of [2, 1, 3]) await jobs.insert(sampleJob(number), null);
      expect(ids(await jobs.list({ limit: 2 }))).toEqual(ids([sampleJob(3), sampleJob(2)]));
    });

    test('by state', async () => {
      const { jobs } = await open();
      for (const [number, state] of JobState.options.entries()) await jobs.insert(sampleJob(number, { state }), null);
      for (const [number, state] of JobState.options.entries()) {
        expect(ids(await jobs.list({ limit: 10, state }))).toEqual([sampleJob(number).id]);
      }
    });

    test('unfinished ones come oldest first, with what they would leave behind', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1, { state: 'succeeded' }), 'not this');
      await jobs.insert(sampleJob(3, { state: 'queued' }), null);
      await jobs.insert(sampleJob(2, { state: 'running' }), 'A part of an archive.');
      expect((await jobs.unfinished()).map(({ job, cleanupNote }) => [job.id, cleanupNote])).toEqual([
        [sampleJob(2).id, 'A part of an archive.'],
        [sampleJob(3).id, null],
      ]);
    });

    test('an update does not lose the note', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1), 'A part of an archive.');
      await jobs.update(sampleJob(1, { state: 'running' }));
      expect(await jobs.unfinished()).toMatchObject([{ cleanupNote: 'A part of an archive.' }]);
    });
  });

  describe('finding by prefix', () => {
    test('whole ids, prefixes, and nothing', async () => {
      const { jobs } = await open();
      for (const number of [1, 10, 11]) await jobs.insert(sampleJob(number), null);
      const short = sampleJob(1).id.slice(0, -2);
      expect(ids(await jobs.find(sampleJob(10).id, 5))).toEqual([sampleJob(10).id]);
      expect(ids(await jobs.find(`${short}1`, 5))).toEqual(ids([sampleJob(11), sampleJob(10)]));
      expect(await jobs.find(`${short}1`, 1)).toHaveLength(1);
      expect(await jobs.find('JOB-9', 5)).toEqual([]);
    });

    test('signs that mean something to SQL mean nothing here', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1), null);
      for (const hostile of ['%', '_', "' OR 1=1 --", 'JOB-%', 'JOB-_']) expect(await jobs.find(hostile, 5)).toEqual([]);
    });

    test('finds exactly what starts with it', async () => {
      const { jobs } = await open();
      const all = Array.from({ length: 40 }, (_, number) => sampleJob(number * 7));
      for (const job of all) await jobs.insert(job, null);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...all), fc.integer({ min: 1, max: 30 }), async ({ id }, length) => {
          const prefix = id.slice(0, length);
          const expected = ids(all).filter((other) => other.startsWith(prefix));
          expect(ids(await jobs.find(prefix, 100)).sort()).toEqual(expected.sort());
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('pruning', () => {
    test('the newest finished ones stay, and every unfinished one, however old', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1, { state: 'running' }), null);
      for (const number of [2, 3, 4, 5, 6])
        await jobs.insert(sampleJob(number, { state: number % 2 === 0 ? 'succeeded' : 'failed' }), null);
      await jobs.insert(sampleJob(7, { state: 'queued' }), null);

      expect(await jobs.prune(3)).toBe(2);
      expect(ids(await jobs.list({ limit: 10 }))).toEqual(ids([7, 6, 5, 4, 1].map((number) => sampleJob(number))));
      expect(await jobs.prune(3)).toBe(0);
    });

    test('fewer than the limit: nothing goes', async () => {
      const { jobs } = await open();
      await jobs.insert(sampleJob(1, { state: 'cancelled' }), null);
      expect(await jobs.prune(1)).toBe(0);
      expect(await jobs.list({ limit: 10 })).toHaveLength(1);
    });
  });
});

test('a row nobody can read is left out and logged; the others are there', async () => {
  const path = join(temporaryFolder(), 'cofferdam.db');
  const warnings: unknown[] = [];
  const log: Logger = { ...silentLog, warn: (_message, fields) => warnings.push(fields), child: () => log };
  const store = await openSqliteStore(path, { log });
  await store.jobs.insert(sampleJob(1), null);
  await store.jobs.insert(sampleJob(2), null);
  const other = new Database(path);
  other.prepare("UPDATE jobs SET kind = 'sandbox.create' WHERE id = ?").run(sampleJob(1).id);
  other.close();

  expect(ids(await store.jobs.list({ limit: 10 }))).toEqual([sampleJob(2).id]);
  expect(warnings).toMatchObject([{ id: sampleJob(1).id }]);
  await store.close();
});
