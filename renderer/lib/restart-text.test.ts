import { describe, expect, test } from 'vitest';
import { restartText } from './restart-text.ts';
import { startingOptions } from './restore-plan.ts';

const options = startingOptions({ areas: ['config', 'data', 'skills'] });

describe('while Cofferdam restarts, the page', () => {
  test('says that it comes back', () => {
    expect(restartText(null)).toContain('comes back by itself');
  });

  test('says that a safety copy takes its time', () => {
    expect(restartText({ kind: 'restore', options })).toMatch(/^Taking a safety copy .* A large home takes a minute\./);
  });

  test('promises no safety copy where none is made', () => {
    for (const text of [
      restartText({ kind: 'restore', options: { ...options, createCheckpoint: false } }),
      restartText({ kind: 'undo', options }),
    ]) {
      expect(text).not.toContain('safety copy');
      expect(text).toContain('in place');
    }
  });
});
