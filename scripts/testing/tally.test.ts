import { describe, expect, it } from 'vitest';
import { addTallies, forbiddenSkips, noTests, skipLine, summaryLine, type Tally } from './tally.ts';

const withSkip = (file: string, reason: string): Tally => ({ ...noTests(), skipped: [{ file, name: 'starts', reason }] });

describe('the summary', () => {
  it('adds the runners up', () => {
    const sum = addTallies([
      { passed: 3, failed: ['a.test.ts › b'], skipped: [] },
      { passed: 4, failed: [], skipped: [{ file: 'c.ts', name: 'd', reason: 'e' }] },
    ]);
    expect(summaryLine(sum)).toBe('7 passed, 1 failed, 1 skipped');
  });

  it('names each skipped test with its reason, or says that it has none', () => {
    const [skip] = withSkip('x.test.ts', 'no virtual machines here').skipped;
    expect(skip && skipLine(skip)).toBe('skipped: x.test.ts › starts: no virtual machines here');
    expect(skip && skipLine({ ...skip, reason: '' })).toContain('no reason given');
  });
});

describe('COFFERDAM_REQUIRE=all', () => {
  it('forbids a skip that is otherwise allowed', () => {
    const tally = withSkip('electron/backup/zip.test.ts', 'no unzip');
    expect(forbiddenSkips(tally, undefined)).toEqual([]);
    expect(forbiddenSkips(tally, 'all')).toEqual(tally.skipped);
  });

  it('lets the desktop test be skipped, but only with its reason', () => {
    expect(forbiddenSkips(withSkip('e2e/desktop.spec.ts', 'Electron has no runtime here'), 'all')).toEqual([]);
    expect(forbiddenSkips(withSkip('e2e/desktop.spec.ts', ''), 'all')).toHaveLength(1);
  });
});
