import { describe, expect, it } from 'vitest';
import { fields, table } from './table.ts';

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
