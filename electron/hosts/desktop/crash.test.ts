import { describe, expect, it } from 'vitest';
import { afterCrash } from './crash.ts';

describe('afterCrash', () => {
  it.each(['crashed', 'oom', 'killed', 'abnormal-exit', 'launch-failed', 'integrity-failure'])('reloads once after %s', (reason) => {
    expect(afterCrash(reason, [], 1_000)).toBe('reload');
  });

  it('gives up when it crashes again within a minute', () => {
    expect(afterCrash('crashed', [1_000], 60_999)).toBe('give-up');
  });

  it('reloads again when the last crash is long ago', () => {
    expect(afterCrash('crashed', [1_000], 61_000)).toBe('reload');
  });

  it('leaves a page alone that ended on purpose', () => {
    expect(afterCrash('clean-exit', [1_000], 1_001)).toBe('ignore');
  });
});
