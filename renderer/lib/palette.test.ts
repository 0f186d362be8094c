import { describe, expect, test } from 'vitest';
import { type PaletteItem, rankItems } from './palette.ts';

const items: PaletteItem[] = [
  { id: 'now', title: 'Back up now', group: 'Backups', keywords: 'create full' },
  { id: 'restore', title: 'Restore…', group: 'Backups', keywords: 'recover moment' },
  { id: 'verify', title: 'Verify all backups', group: 'Backups', keywords: 'check' },
  { id: 'restart', title: 'Restart Cofferdam', group: 'Program', disabled: 'This host can’t' },
  { id: 'backups', title: 'Backups', group: 'Go to' },
  { id: 'overview', title: 'Overview', group: 'Go to' },
];
const found = (query: string): string[] => rankItems(items, query).map(({ id }) => id);

describe('the palette', () => {
  test('shows everything in the given order without a query', () => {
    expect(found('')).toEqual(items.map(({ id }) => id));
    expect(found('   ')).toHaveLength(items.length);
  });

  test('puts a title that begins so first', () => {
    expect(found('ver')[0]).toBe('verify');
    expect(found('backups')[0]).toBe('backups');
  });

  test('finds by any part, in any case and order', () => {
    expect(found('NOW back')).toEqual(['now']);
    expect(found('view')).toEqual(['overview']);
  });

  test('finds by keyword and by group, after titles', () => {
    expect(found('recover')).toEqual(['restore']);
    expect(found('program')).toEqual(['restart']);
  });

  test('finds by abbreviation', () => {
    expect(found('bun')[0]).toBe('now');
  });

  test('puts what can’t be done now behind what can', () => {
    expect(found('rest')).toEqual(['restore', 'restart']);
  });

  test('needs every word', () => {
    expect(found('back zebra')).toEqual([]);
  });

  test('takes signs for what they are', () => {
    expect(found('(')).toEqual([]);
    expect(found('.*')).toEqual([]);
    expect(found('restore…')).toEqual(['restore']);
  });
});
