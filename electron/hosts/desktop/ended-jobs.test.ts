import { describe, expect, it } from 'vitest';
import { createEndedJobs } from './ended-jobs.ts';
import { sampleJob } from './sample-job.fixture.ts';

const since = new Date('2026-11-20T10:00:00.000Z');
const after = '2026-11-20T10:00:00.001Z';

describe('createEndedJobs', () => {
  it('tells an end once, however often it is reported', () => {
    const ended = createEndedJobs(since);
    expect(ended(sampleJob({ state: 'running', finishedAt: null }))).toBe(false);
    expect(ended(sampleJob({ finishedAt: after }))).toBe(true);
    expect(ended(sampleJob({ finishedAt: after }))).toBe(false);
  });

  it('tells of a job that was over before it was seen running', () => {
    expect(createEndedJobs(since)(sampleJob({ finishedAt: after }))).toBe(true);
  });

  it('keeps still about what ended before', () => {
    expect(createEndedJobs(since)(sampleJob({ finishedAt: '2026-11-20T09:59:59.999Z' }))).toBe(false);
  });

  it('tells jobs apart', () => {
    const ended = createEndedJobs(since);
    expect([ended(sampleJob({ id: 'a', finishedAt: after })), ended(sampleJob({ id: 'b', finishedAt: after }))]).toEqual([true, true]);
  });
});
