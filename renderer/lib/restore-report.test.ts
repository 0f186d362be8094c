import { describe, expect, test } from 'vitest';
import { headingOf, undoRefusal } from './restore-report.ts';

const base = { kind: 'restore', warnings: [] as string[], changes: null } as const;

describe('the heading of a report', () => {
  test('tells a restore from an undo', () => {
    expect(headingOf({ ...base, state: 'confirmed' })).toMatchObject({ tone: 'ok', title: 'Restored' });
    expect(headingOf({ ...base, kind: 'undo', state: 'confirmed' })).toMatchObject({ tone: 'ok', title: 'The restore was undone' });
  });

  test('does not hide warnings behind a tick', () => {
    expect(headingOf({ ...base, state: 'confirmed', warnings: ['not verified'] })).toMatchObject({
      tone: 'warning',
      title: 'Restored, with warnings',
    });
  });

  test('says of a roll-back that nothing was lost, and of a failure that something is to be done', () => {
    expect(headingOf({ ...base, state: 'rolled-back' })).toMatchObject({ tone: 'warning', title: 'Rolled back' });
    expect(headingOf({ ...base, state: 'failed' })).toMatchObject({ tone: 'error', title: 'The restore failed' });
  });
});

describe('undo', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');

  test('is there until its date', () => {
    expect(undoRefusal({ undoUntil: '2026-11-20T12:00:01.000Z' }, false, now)).toBeNull();
    expect(undoRefusal({ undoUntil: '2026-11-20T12:00:00.000Z' }, false, now)).toContain('It could be undone until');
  });

  test('is not there without a kept state, nor beside a staged restore', () => {
    expect(undoRefusal({ undoUntil: null }, false, now)).toContain('not kept');
    expect(undoRefusal({ undoUntil: '2026-12-01T00:00:00.000Z' }, true, now)).toContain('Cancel it first');
  });
});
