import { describe, expect, test } from 'vitest';
import { heightOf, layoutMarks, layoutTicks, type Moment, nearestMark, spanOf, xOf } from './timeline.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const noon = new Date(2026, 10, 20, 12).getTime();

/** Moments so many milliseconds before noon, newest first. */
const before = (...ages: number[]): Moment[] => ages.map((age) => ({ id: `-${age / HOUR}h`, at: noon - age }));

describe('the span', () => {
  test('ends now and starts so long ago', () => {
    const { from, to } = spanOf(before(HOUR), 'day', noon);
    expect(to).toBeGreaterThanOrEqual(noon);
    expect(from).toBeLessThanOrEqual(noon - DAY);
    expect(from).toBeGreaterThan(noon - 1.1 * DAY);
  });

  test('of all holds the oldest and the newest', () => {
    const moments = before(0, 400 * DAY);
    const { from, to } = spanOf(moments, 'all', noon);
    expect(from).toBeLessThan(noon - 400 * DAY);
    expect(to).toBeGreaterThan(noon);
  });

  test('is never empty, not even of a single moment or of none', () => {
    for (const moments of [[], before(0)]) {
      const { from, to } = spanOf(moments, 'all', noon);
      expect(to - from).toBeGreaterThan(HOUR / 2);
    }
  });

  test('holds a moment from a clock that runs ahead', () => {
    expect(spanOf(before(-2 * HOUR), 'day', noon).to).toBeGreaterThan(noon + 2 * HOUR);
  });
});

describe('marks', () => {
  const span = { from: noon - DAY, to: noon };

  test('come oldest first, at their place', () => {
    const marks = layoutMarks(before(6 * HOUR, 18 * HOUR), span, 100, 5);
    expect(marks.map(({ x, id, count }) => ({ x, id, count }))).toEqual([
      { x: 25, id: '-18h', count: 1 },
      { x: 75, id: '-6h', count: 1 },
    ]);
  });

  test('gather what shares a slot, under its newest', () => {
    const [mark] = layoutMarks(before(6 * HOUR, 6.1 * HOUR, 6.2 * HOUR), span, 100, 10);
    expect(mark).toMatchObject({ count: 3, id: '-6h', first: 0, last: 2 });
  });

  test('leave out what lies outside the span', () => {
    expect(layoutMarks(before(-HOUR, HOUR, 48 * HOUR), span, 100, 5).map(({ id }) => id)).toEqual(['-1h']);
  });

  test('lose none of ten thousand', () => {
    const many = before(...Array.from({ length: 10_000 }, (_, index) => index * HOUR));
    const marks = layoutMarks(many, spanOf(many, 'all', noon), 1000, 5);
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(marks.length).toBeLessThanOrEqual(200);
  });

  test('are found by a pointer near them', () => {
    const marks = layoutMarks(before(6 * HOUR, 18 * HOUR), span, 100, 5);
    expect(nearestMark(marks, 0, 5)?.id).toBe('-18h');
    expect(nearestMark(marks, 60, 5)?.id).toBe('-6h');
    expect(nearestMark([], 60, 5)).toBeUndefined();
  });
});

test('one among a thousand is still to be seen', () => {
  expect(heightOf(1, 1)).toBeGreaterThan(0.3);
  expect(heightOf(1, 1000)).toBeGreaterThan(0.3);
  expect(heightOf(1000, 1000)).toBe(1);
  expect(heightOf(30, 1000)).toBeGreaterThan(heightOf(2, 1000));
});

describe('ticks', () => {
  test.each([
    ['a day', 1 * DAY],
    ['a week', 7 * DAY],
    ['a month', 30 * DAY],
    ['a year', 365 * DAY],
    ['ten years', 3650 * DAY],
  ])('of %s keep their distance and stay inside', (_, length) => {
    const span = { from: noon - length, to: noon };
    const ticks = layoutTicks(span, 1000, 80);
    expect(ticks.length).toBeGreaterThan(1);
    for (const [index, { x }] of ticks.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1000);
      expect(x - (ticks[index - 1]?.x ?? -80)).toBeGreaterThanOrEqual(80);
    }
  });

  test('stand at midnight of each day over a week', () => {
    const span = { from: new Date(2026, 10, 10, 9).getTime(), to: new Date(2026, 10, 13, 9).getTime() };
    const ticks = layoutTicks(span, 300, 80);
    expect(ticks.map(({ label }) => label)).toEqual(['11 Nov', '12 Nov', '13 Nov']);
    expect(ticks[0]?.x).toBeCloseTo(xOf(new Date(2026, 10, 11).getTime(), span, 300), 5);
  });

  test('name the year where it begins', () => {
    const span = { from: new Date(2025, 9, 15).getTime(), to: new Date(2026, 2, 15).getTime() };
    expect(layoutTicks(span, 600, 80).map(({ label }) => label)).toContain('Jan 2026');
  });

  test('are none without room', () => {
    expect(layoutTicks({ from: noon - DAY, to: noon }, 0, 80).length).toBeLessThanOrEqual(1);
  });
});
