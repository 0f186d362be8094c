import { describe, expect, test } from 'vitest';
import { formatDateTime } from '#shared/format.ts';
import { filterBackups } from './backup-filter.ts';
import { aBackup } from './sample-data.fixture.ts';

const upgrade = aBackup({ id: '01KAUP', label: 'Before Upgrade', createdAt: '2026-03-04T05:06:07.000Z' });
const nightly = aBackup({ id: '01KANI', createdBy: 'auto', type: 'data', verdict: null, verifiedAt: null });
const broken = aBackup({ id: '01KABR', verdict: 'corrupt', pinnedBy: 'a staged restore' });
const all = [upgrade, nightly, broken];

describe('filtering backups', () => {
  test('gives the very list back where nothing is asked', () => {
    expect(filterBackups(all, '  ')).toBe(all);
  });

  test.each([
    ['upgrade', [upgrade]],
    ['UPGRADE before', [upgrade]],
    ['01kani', [nightly]],
    ['auto data', [nightly]],
    ['not verified', [nightly]],
    ['corrupt', [broken]],
    ['pinned', [broken]],
    [formatDateTime(upgrade.createdAt), [upgrade]],
    ['zebra', []],
  ])('%j', (query, expected) => expect(filterBackups(all, query)).toEqual(expected));

  test('stays quick over ten thousand', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => aBackup({ id: `B${index}`, label: `label ${index}` }));
    expect(filterBackups(many, 'label 77')).not.toHaveLength(0);
    const start = performance.now();
    for (const query of ['l', 'la', 'lab', 'label 9', 'label 99']) filterBackups(many, query);
    expect(performance.now() - start).toBeLessThan(250);
  });
});
