import { describe, expect, it } from 'vitest';
import { formatDateTime } from '#shared/format.ts';
import { fields, readable, table, wrap } from './table.ts';

describe('table', () => {
  it('aligns columns and ends lines without spaces', () => {
    const rows = [
      { name: 'a', size: 7, note: '' },
      { name: 'longer', size: 1234, note: 'x' },
    ];
    const text = table(rows, [
      { title: 'NAME', value: (row) => row.name },
      { title: 'SIZE', value: (row) => String(row.size), align: 'right' },
      { title: 'NOTE', value: (row) => row.note },
    ]);
    expect(text.split('\n')).toEqual(['NAME    SIZE  NOTE', 'a          7', 'longer  1234  x']);
  });

  it('leaves out what can be spared and cuts the rest where it would not fit', () => {
    const columns = [
      { title: 'ID', value: () => '0123456789' },
      { title: 'BY', value: () => 'somebody', spare: true },
      { title: 'NOTE', value: () => 'before the upgrade', cut: true },
    ];
    expect(table([{}], columns, 40).split('\n')[1]).toBe('0123456789  somebody  before the upgrade');
    expect(table([{}], columns, 39).split('\n')[1]).toBe('0123456789  before the upgrade');
    expect(table([{}], columns, 17).split('\n')[1]).toBe('0123456789');
    expect(table([{}], columns, 20).split('\n')).toEqual(['ID          NOTE', '0123456789  before…']);
  });

  it('lets no cell command the terminal', () => {
    expect(table([{ name: 'a\u001b[2Jb\nc' }], [{ title: 'N', value: (row) => row.name }])).toBe('N\na?[2Jb?c');
  });
});

it('fields leaves out what there is none of', () => {
  expect(
    fields([
      ['id', 'x'],
      ['label', null],
      ['size of', '2'],
    ]),
  ).toBe('id       x\nsize of  2');
});

it('wrap keeps words whole and indents what follows', () => {
  expect(wrap('one two three', 7, '  ')).toBe('one two\n  three');
  expect(wrap('  → one two', 8, '    ')).toBe('  → one\n    two');
  expect(wrap('one two', Number.POSITIVE_INFINITY, '  ')).toBe('one two');
});

it('readable gives moments in local time', () => {
  const at = '2026-11-20T16:16:29.907Z';
  expect(readable(`made ${at}`)).toBe(`made ${formatDateTime(at)}`);
});
