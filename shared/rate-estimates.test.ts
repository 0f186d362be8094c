import { describe, expect, test } from 'vitest';
import type { JobProgress } from './contract/job.ts';
import { estimate, fractionOf, type Sample, withSample } from './rate.ts';

const at = (done: number, phase = 'Reading', total: number | null = 1000): JobProgress => ({
  phase,
  done,
  total,
  unit: 'bytes',
  item: null,
});

/** Samples of one phase, as [milliseconds, done]. */
const samplesOf = (...points: [number, number][]): Sample[] =>
  points.reduce<Sample[]>((samples, [ms, done]) => withSample(samples, at(done), ms), []);

describe('an estimate', () => {
  test('says nothing from one sample or a moment’s worth', () => {
    expect(estimate([], 1000)).toEqual({ rate: null, etaMs: null });
    expect(estimate(samplesOf([0, 0]), 1000)).toEqual({ rate: null, etaMs: null });
    expect(estimate(samplesOf([0, 0], [500, 400]), 1000)).toEqual({ rate: null, etaMs: null });
  });

  test('is the rate over the window and the time left at it', () => {
    expect(estimate(samplesOf([0, 0], [1000, 100], [2000, 200]), 1000)).toEqual({ rate: 100, etaMs: 8000 });
  });

  test('has a rate but no time left where the total is not known', () => {
    expect(estimate(samplesOf([0, 0], [2000, 300]), null)).toEqual({ rate: 150, etaMs: null });
  });

  test('says nothing while nothing moves', () => {
    expect(estimate(samplesOf([0, 50], [3000, 50]), 1000)).toEqual({ rate: null, etaMs: null });
  });

  test('forgets what is older than the window', () => {
    const slowThenFast = samplesOf([0, 0], [10_000, 10], [20_000, 20], [24_000, 4020], [28_000, 8020]);
    expect(estimate(slowThenFast, 16_020).rate).toBeGreaterThan(400);
  });

  test('is never below zero when more was done than expected', () => {
    expect(estimate(samplesOf([0, 0], [1000, 1200]), 1000).etaMs).toBe(0);
  });
});

describe('samples', () => {
  test('start over in a new phase and after a step back', () => {
    const reading = samplesOf([0, 0], [1000, 500]);
    expect(withSample(reading, at(0, 'Verifying'), 1100)).toEqual([{ at: 1100, done: 0, phase: 'Verifying' }]);
    expect(withSample(reading, at(10), 1100)).toHaveLength(1);
  });

  test('stay few however long a job runs', () => {
    const long = samplesOf(...Array.from({ length: 1000 }, (_, index): [number, number] => [index * 200, index]));
    expect(long.length).toBeLessThan(60);
  });
});

test('a fraction is between nothing and all, or not known', () => {
  expect(fractionOf(at(250))).toBe(0.25);
  expect(fractionOf(at(2000))).toBe(1);
  expect(fractionOf(at(1, 'x', null))).toBeNull();
  expect(fractionOf(at(0, 'x', 0))).toBeNull();
});
