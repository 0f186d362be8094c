import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { RestoreChanges } from '#shared/contract/backup.ts';
import { ChangesView } from './changes-view.tsx';

const changes = (over: Partial<RestoreChanges> = {}): RestoreChanges => ({
  backupId: '01K',
  backupCreatedAt: '2026-11-20T12:00:00.000Z',
  areas: [],
  databases: [],
  warnings: [],
  ...over,
});
const area = { area: 'skills', added: 1200, replaced: 0, removed: 3, unchanged: 7, bytes: 2048, samples: [] } as const;
/** What a person reads, without the markup. */
const textOf = (given: RestoreChanges): string =>
  renderToStaticMarkup(<ChangesView changes={given} />)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('what would change', () => {
  test('names each area with its counts, and leaves out counts of nothing', () => {
    const text = textOf(changes({ areas: [{ ...area, samples: [] }] }));
    expect(text).toContain('Skills 1,200 added 3 removed 7 unchanged · 2.00 KiB');
    expect(text).not.toContain('replaced');
  });

  test('shows a handful of samples at once and folds more away', () => {
    const samples = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ path: `skills/${index}.md`, change: 'added' as const }));
    const markup = (count: number): string =>
      renderToStaticMarkup(<ChangesView changes={changes({ areas: [{ ...area, samples: samples(count) }] })} />);
    expect(markup(3)).toContain('<details open=""');
    expect(markup(12)).not.toContain('open=""');
    expect(markup(12)).toContain('skills/11.md');
  });

  test('tells more, fewer, new and gone rows apart', () => {
    const tables = [
      { table: 'more', rowsNow: 1, rowsAfter: 4 },
      { table: 'fewer', rowsNow: 5000, rowsAfter: 0 },
      { table: 'same', rowsNow: 2, rowsAfter: 2 },
      { table: 'new', rowsNow: null, rowsAfter: 9 },
      { table: 'gone', rowsNow: 9, rowsAfter: null },
    ];
    const text = textOf(changes({ databases: [{ path: 'data/cofferdam.db', tables }] }));
    for (const row of ['more 1 4 +3', 'fewer 5,000 0 −5,000', 'same 2 2 same', 'new – 9 new', 'gone 9 – gone']) expect(text).toContain(row);
  });

  test('puts warnings first', () => {
    expect(textOf(changes({ warnings: ['data/a.db is kept whole'], areas: [{ ...area, samples: [] }] })).trim()).toMatch(
      /^data\/a\.db is kept whole/,
    );
  });
});
