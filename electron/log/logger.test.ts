import { expect, test } from 'vitest';
import { logLevels, silentLog } from './logger.ts';

test('the silent log takes everything and gives children', () => {
  for (const level of logLevels) expect(silentLog[level]('anything', { a: 1 })).toBeUndefined();
  expect(silentLog.child({ a: 1 })).toBe(silentLog);
});
