import { expect, test } from 'vitest';
import { mergeSettings } from './merge.ts';

test('changes what is named and keeps all else, known or not', () => {
  const raw = { backup: { compressionLevel: 5, future: [1] }, later: { a: 1 } };
  expect(mergeSettings(raw, { backup: { keepUndoDays: 30 }, log: { level: 'debug' } })).toEqual({
    backup: { compressionLevel: 5, keepUndoDays: 30, future: [1] },
    later: { a: 1 },
    log: { level: 'debug' },
  });
});

test('does not change what it was given', () => {
  const raw = { backup: { compressionLevel: 5 } };
  mergeSettings(raw, { backup: { compressionLevel: 1 } });
  expect(raw).toEqual({ backup: { compressionLevel: 5 } });
});

test('an undefined value is no change, and an empty section is not written', () => {
  expect(mergeSettings({ a: 1 }, { backup: { compressionLevel: undefined }, desktop: {}, log: undefined })).toEqual({ a: 1 });
});
