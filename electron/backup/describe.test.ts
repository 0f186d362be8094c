import { describe, expect, it } from 'vitest';
import { describeBackup, localTime } from './describe.ts';

describe('describeBackup', () => {
  const createdAt = new Date(2026, 10, 3, 4, 5, 59).toISOString();

  it('names type, local time to the minute and label', () => {
    expect(localTime(createdAt)).toBe('2026-11-03 04:05');
    expect(describeBackup({ type: 'full', createdAt, label: null })).toBe('the full backup of 2026-11-03 04:05');
    expect(describeBackup({ type: 'data', createdAt, label: 'before the upgrade' })).toBe(
      'the data backup of 2026-11-03 04:05 (before the upgrade)',
    );
  });
});
