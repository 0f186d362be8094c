import { describe, expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/job.ts';
import { filterJobs } from './job-filter.ts';
import { amountText, elapsed, figures, outcomeOf } from './job-words.ts';
import { aJob } from './sample-data.fixture.ts';

const progress = (over: Partial<JobProgress>): JobProgress => ({
  phase: 'Reading',
  done: 0,
  total: null,
  unit: 'bytes',
  item: null,
  ...over,
});
const nothing = { rate: null, etaMs: null };

describe('figures beside a bar', () => {
  test('are per cent, amount, rate and time left, where they are known', () => {
    expect(figures(progress({ done: 512 * 1024 ** 2, total: 1024 ** 3 }), { rate: 64 * 1024 ** 2, etaMs: 8_000 })).toEqual([
      '50 %',
      '512 MiB of 1.00 GiB',
      '64.0 MiB/s',
      '8 s left',
    ]);
  });

  test('are none before anything is known', () => {
    expect(figures(progress({}), nothing)).toEqual([]);
  });

  test('are an amount alone while the total is not known', () => {
    expect(figures(progress({ done: 1200, unit: 'files' }), nothing)).toEqual(['1,200 files']);
  });

  test('give no rate for steps', () => {
    expect(figures(progress({ done: 2, total: 5, unit: 'steps' }), { rate: 0.5, etaMs: 6000 })).toEqual([
      '40 %',
      '2 of 5 steps',
      '6 s left',
    ]);
  });

  test('never say that all is done while it goes on', () => {
    expect(figures(progress({ done: 999_999, total: 1_000_000, unit: 'rows' }), nothing)[0]).toBe('99 %');
  });
});

test('an amount has its unit once', () => {
  expect(amountText(progress({ done: 1024, total: 4096 }))).toBe('1.00 KiB of 4.00 KiB');
  expect(amountText(progress({ done: 1, total: 20, unit: 'files' }))).toBe('1 of 20 files');
});

describe('the outcome of a job', () => {
  test('is its state', () => {
    expect(outcomeOf(aJob({ state: 'interrupted' }))).toEqual({ label: 'Interrupted', tone: 'warning' });
    expect(outcomeOf(aJob({ state: 'succeeded' }))).toEqual({ label: 'Done', tone: 'ok' });
  });

  test('is bad news where a verification found damage', () => {
    const job = aJob({ kind: 'backup.verify', state: 'succeeded', result: { ok: false, reports: [] } });
    expect(outcomeOf(job)).toEqual({ label: 'Problems found', tone: 'error' });
    expect(outcomeOf({ ...job, result: { ok: true, reports: [] } }).tone).toBe('ok');
  });
});

test('elapsed time runs until the job ends', () => {
  const now = Date.parse('2026-11-20T12:00:10.100Z');
  expect(elapsed(aJob(), now)).toBe(10_000);
  expect(elapsed(aJob({ finishedAt: '2026-11-20T12:00:05.100Z' }), now)).toBe(5_000);
  expect(elapsed(aJob({ startedAt: null }), now)).toBeNull();
});

test('jobs are found by title, kind, id and outcome', () => {
  const live = [aJob({ id: 'JOB-A' }), aJob({ id: 'JOB-B', kind: 'backup.verify', title: 'Verify 3 backups', state: 'failed' })].map(
    (job) => ({ job, samples: [] }),
  );
  const found = (query: string): string[] => filterJobs(live, query).map(({ job }) => job.id);
  expect(found('')).toEqual(['JOB-A', 'JOB-B']);
  expect(found('verify')).toEqual(['JOB-B']);
  expect(found('FAILED 3')).toEqual(['JOB-B']);
  expect(found('job-a')).toEqual(['JOB-A']);
  expect(found('zebra')).toEqual([]);
});
