import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backends } from './test-backends.ts';

describe.each(backends)('settings in $name', ({ open }) => {
  test('what was never set is undefined', async () => {
    const { settings } = await open();
    expect(await settings.get('lastSeen')).toBeUndefined();
  });

  test('the last value wins', async () => {
    const { settings } = await open();
    await settings.set('lastSeen', { report: 1 });
    await settings.set('lastSeen', { report: 2 });
    expect(await settings.get('lastSeen')).toEqual({ report: 2 });
  });

  test('null, false, 0 and the empty text are values', async () => {
    const { settings } = await open();
    for (const value of [null, false, 0, '']) {
      await settings.set('key', value);
      expect(await settings.get('key')).toBe(value);
    }
  });

  test('keys are apart, whatever they are', async () => {
    const { settings } = await open();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.jsonValue(), async (key, value) => {
        await settings.set(`other ${key}`, 'untouched');
        await settings.set(key, value);
        expect(JSON.stringify(await settings.get(key))).toBe(JSON.stringify(value));
        expect(await settings.get(`other ${key}`)).toBe('untouched');
      }),
      { numRuns: 50 },
    );
  });

  test.each([[undefined], [() => 1], [Symbol('x')]])('%s has no JSON form and is refused', async (value) => {
    const { settings } = await open();
    await settings.set('key', 'old');
    await expect(settings.set('key', value)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await settings.get('key')).toBe('old');
  });
});
