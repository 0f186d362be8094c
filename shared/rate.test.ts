import { describe, expect, it } from 'vitest';
import { estimate, fractionOf, type Sample, withSample } from './rate.ts';

const at = (second: number, done: number, phase = 'Reading'): [Parameters<typeof withSample>[1], number] => [
  { phase, done, total: 1000, unit: 'bytes', item: null },
  second * 1000,
];

describe('rate', () => {
  it('is of the last seconds, not of the whole run', () => {
    let samples: Sample[] = [];
    for (let second = 0; second <= 60; second += 1)
      samples = withSample(samples, ...at(second, second < 50 ? second : 50 + (second - 50) * 10));
    expect(estimate(samples, 1000).rate).toBe(10);
    expect(estimate(samples, 1000).etaMs).toBe(85_000);
  });

  it('says nothing from a moment alone', () => {
    expect(estimate(withSample(withSample([], ...at(0, 0)), ...at(0.5, 100)), 1000)).toEqual({ rate: null, etaMs: null });
  });

  it('starts over with a new phase or a step back', () => {
    const samples = withSample(withSample([], ...at(0, 0)), ...at(2, 100));
    expect(withSample(samples, ...at(3, 5, 'Writing'))).toHaveLength(1);
    expect(withSample(samples, ...at(3, 50))).toHaveLength(1);
  });

  it('knows no end where there is no total, and no rate where nothing moves', () => {
    const moving = withSample(withSample([], ...at(0, 0)), ...at(2, 100));
    const standing = withSample(withSample([], ...at(0, 7)), ...at(2, 7));
    expect(estimate(moving, null)).toEqual({ rate: 50, etaMs: null });
    expect(estimate(standing, 1000)).toEqual({ rate: null, etaMs: null });
  });
});

it('fractionOf stays between nothing and all', () => {
  expect([
    fractionOf({ done: 1, total: 4 }),
    fractionOf({ done: 9, total: 4 }),
    fractionOf({ done: 1, total: null }),
    fractionOf({ done: 0, total: 0 }),
  ]).toEqual([0.25, 1, null, null]);
});
