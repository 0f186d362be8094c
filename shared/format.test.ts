import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatPlural,
  formatRate,
  formatRelative,
} from './format.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [1536, '1.50 KiB'],
    [10_240, '10.0 KiB'],
    [1_048_575, '1.00 MiB'],
    [734_003_200, '700 MiB'],
    [5 * 1024 ** 4, '5.00 TiB'],
    [3000 * 1024 ** 5, '3000 PiB'],
    [-2048, '-2.00 KiB'],
    [Number.NaN, '–'],
  ])('%d → %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [340.4, '340 ms'],
    [999.7, '1 s'],
    [4_200, '4.2 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_700, '1 min'],
    [65_000, '1 min 5 s'],
    [3_599_600, '1 h'],
    [7_380_000, '2 h 3 min'],
    [86_400_000 * 3 + 4 * 3_600_000, '3 d 4 h'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('%d → %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatRelative', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');
  const before = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const minute = 60_000;
  const day = 86_400_000;

  it.each([
    [0, 'just now'],
    [44_000, 'just now'],
    [50_000, '1 minute ago'],
    [5 * minute, '5 minutes ago'],
    [60 * minute, '1 hour ago'],
    [23 * 60 * minute, '23 hours ago'],
    [day, 'yesterday'],
    [3 * day, '3 days ago'],
    [20 * day, '3 weeks ago'],
    [90 * day, '3 months ago'],
    [800 * day, '2 years ago'],
    [-10_000, 'in a moment'],
    [-5 * minute, 'in 5 minutes'],
    [-day, 'tomorrow'],
    [-3 * day, 'in 3 days'],
  ])('%d ms before → %s', (ms, text) => {
    expect(formatRelative(before(ms), now)).toBe(text);
  });

  it('shows a dash for what is no time', () => {
    expect(formatRelative('soon', now)).toBe('–');
  });
});

describe('the small ones', () => {
  it('separates thousands', () => {
    expect([0, 999, 1000, 16_600, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '16,600', '1,234,567']);
  });

  it('counts things', () => {
    expect([formatPlural(1, 'file'), formatPlural(2, 'file'), formatPlural(2, 'copy', 'copies')]).toEqual([
      '1 file',
      '2 files',
      '2 copies',
    ]);
  });

  it('gives rates in their unit', () => {
    expect([formatRate(2_097_152, 'bytes'), formatRate(1200.4, 'files')]).toEqual(['2.00 MiB/s', '1,200 files/s']);
  });

  it('never says 100 % before the end', () => {
    expect([formatPercent(0, 0), formatPercent(1, 3), formatPercent(9999, 10_000), formatPercent(10, 10), formatPercent(11, 10)]).toEqual([
      '0 %',
      '33 %',
      '99 %',
      '100 %',
      '100 %',
    ]);
  });

  it('writes local time to the minute', () => {
    expect(formatDateTime(new Date(2026, 10, 20, 4, 7))).toBe('2026-11-20 04:07');
    expect(formatDateTime('never')).toBe('–');
  });
});
