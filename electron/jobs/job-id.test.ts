import { describe, expect, test } from 'vitest';
import { newJobId, normalisePrefix } from './job-id.ts';

describe('new ids', () => {
  const now = new Date('2026-11-20T10:00:00Z');

  test('are JOB- and a ULID', () => {
    expect(newJobId(now)).toMatch(/^JOB-[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  test('sort as they were made, within a millisecond and when the clock goes back', () => {
    const ids = [now, now, new Date(now.getTime() - 60_000), now, new Date(now.getTime() + 1)].map(newJobId);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what a person types', () => {
  test.each([
    ['JOB-01K9', 'JOB-01K9'],
    ['job-01k9', 'JOB-01K9'],
    ['01k9', 'JOB-01K9'],
    [' 01K9\n', 'JOB-01K9'],
    ['J', 'J'],
    ['job', 'JOB'],
    ['JOB-', 'JOB-'],
  ])('%j means %s', (typed, prefix) => {
    expect(normalisePrefix(typed)).toBe(prefix);
  });

  test.each(['', ' ', '%', 'a b', '../x', 'JOB_1'])('%j is no id', (typed) => {
    expect(() => normalisePrefix(typed)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', hint: expect.any(String) }));
  });
});
