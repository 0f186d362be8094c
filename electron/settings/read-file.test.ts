import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '#shared/contract/settings.ts';
import { parseSettings, readSettingsFile } from './read-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('text', () => {
  test('an empty object is all defaults', () => {
    expect(parseSettings('{}')).toEqual({ kind: 'good', raw: {}, settings: defaultSettings() });
  });

  test('values win over defaults; unknown keys are kept at every level', () => {
    const text = '{"backup": {"compressionLevel": 9, "future": 1}, "alsoFuture": {"a": 1}}';
    expect(parseSettings(text)).toMatchObject({
      kind: 'good',
      settings: { backup: { compressionLevel: 9, keepUndoDays: 7, future: 1 }, alsoFuture: { a: 1 } },
    });
  });

  test.each([
    ['', 'it is empty'],
    ['  \n', 'it is empty'],
    ['{"a": ', 'it is not JSON'],
    ['\0\0\0\0', 'it is not JSON'],
    ['null', 'expected object'],
    ['[]', 'expected object'],
    ['{"backup": {"compressionLevel": 10}}', 'backup.compressionLevel: '],
    ['{"log": {"level": "loud"}, "desktop": 1}', 'log.level: '],
  ])('%j is broken, and it is said why', (text, why) => {
    expect(parseSettings(text)).toEqual({ kind: 'broken', why: expect.stringContaining(why) });
  });

  test('no text whatever makes it throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => ['good', 'broken'].includes(parseSettings(text).kind)));
  });

  test('a __proto__ key changes no prototype', () => {
    const reading = parseSettings('{"__proto__": {"polluted": true}}');
    expect(reading.kind).toBe('good');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('files', () => {
  test('absent', async () => {
    expect(await readSettingsFile(path)).toEqual({ kind: 'absent' });
  });

  test('good, also with a byte order mark', async () => {
    writeFileSync(path, '\uFEFF{"appearance": {"theme": "dark"}}');
    expect(await readSettingsFile(path)).toMatchObject({ kind: 'good', settings: { appearance: { theme: 'dark' } } });
  });

  test('bytes that are no text', async () => {
    writeFileSync(path, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect(await readSettingsFile(path)).toEqual({ kind: 'broken', why: 'it is not UTF-8 text' });
  });

  test('a giant is not read', async () => {
    writeFileSync(path, '');
    truncateSync(path, 5 * 1024 ** 3);
    expect(await readSettingsFile(path)).toEqual({ kind: 'broken', why: expect.stringContaining('5368709120 bytes') });
  });

  test('a folder of that name is unreadable, not broken: it is not ours to move', async () => {
    mkdirSync(path);
    expect(await readSettingsFile(path)).toMatchObject({ kind: 'unreadable', error: { message: expect.stringContaining(path) } });
  });
});
