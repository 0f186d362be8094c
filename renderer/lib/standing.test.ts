import { describe, expect, test } from 'vitest';
import { aBackup } from './sample-data.fixture.ts';
import { bestToRestore, isRestorable, standingOf } from './standing.ts';

const problem = { code: 'CORRUPT', message: 'Unreadable' } as const;

describe('the standing of a backup', () => {
  test('is good only once verified', () => {
    expect(standingOf({ verdict: 'valid', problem: null })).toEqual({ tone: 'ok', label: 'Verified' });
    expect(standingOf({ verdict: null, problem: null })).toEqual({ tone: 'neutral', label: 'Not verified' });
  });

  test('names what a verification found rather than that it can’t be read', () => {
    expect(standingOf({ verdict: 'missing', problem })).toEqual({ tone: 'error', label: 'Missing' });
    expect(standingOf({ verdict: null, problem })).toEqual({ tone: 'error', label: 'Unreadable' });
  });

  test('is not good where it verified once and can’t be read now', () => {
    expect(standingOf({ verdict: 'valid', problem }).tone).toBe('error');
  });
});

describe('what can be restored', () => {
  test('includes a damaged archive that can be read, and no other', () => {
    expect(isRestorable({ verdict: 'corrupt', problem: null })).toBe(true);
    expect(isRestorable({ verdict: 'missing', problem: null })).toBe(false);
    expect(isRestorable({ verdict: null, problem })).toBe(false);
  });

  test('is first of all the newest verified one', () => {
    const [fresh, verified] = [aBackup({ id: 'FRESH', verdict: null }), aBackup({ id: 'VERIFIED' })];
    expect(bestToRestore([fresh, verified])?.id).toBe('VERIFIED');
    expect(bestToRestore([aBackup({ problem }), fresh])?.id).toBe('FRESH');
    expect(bestToRestore([])).toBeUndefined();
  });
});
