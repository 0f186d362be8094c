import { describe, expect, test } from 'vitest';
import { type KeyPress, meaningOf, pageKeys, shortcuts } from './shortcuts.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrl: false,
  alt: false,
  typing: false,
  afterPrefix: false,
  ...over,
});

describe('what a key means', () => {
  test('the palette opens from anywhere, from a field too', () => {
    expect(meaningOf(press('k', { ctrl: true }))).toEqual({ kind: 'palette' });
    expect(meaningOf(press('K', { ctrl: true, typing: true }))).toEqual({ kind: 'palette' });
  });

  test('letters do nothing while something is typed', () => {
    for (const key of ['?', '/', 'c', 'g']) expect(meaningOf(press(key, { typing: true }))).toBeNull();
  });

  test('letters with Ctrl or Alt belong to the browser', () => {
    for (const key of ['c', 'g', '/']) {
      expect(meaningOf(press(key, { ctrl: true }))).toBeNull();
      expect(meaningOf(press(key, { alt: true }))).toBeNull();
    }
  });

  test('g and a letter goes to a page, the letter alone does not', () => {
    expect(meaningOf(press('g'))).toEqual({ kind: 'prefix' });
    expect(meaningOf(press('b', { afterPrefix: true }))).toEqual({ kind: 'go', to: '/backups' });
    expect(meaningOf(press('b'))).toBeNull();
  });

  test('an unknown letter after g is taken by itself', () => {
    expect(meaningOf(press('c', { afterPrefix: true }))).toEqual({ kind: 'create' });
  });
});

test('the help shows every page key', () => {
  const shown = shortcuts.filter(({ group }) => group === 'Go to').map(({ keys }) => keys[1]);
  expect(new Set(shown)).toEqual(new Set(Object.keys(pageKeys)));
});
