import { describe, expect, it } from 'vitest';
import { settingsPatch } from './settings.ts';

describe('settingsPatch', () => {
  it.each([
    ['backup.compressionLevel', '6', { backup: { compressionLevel: 6 } }],
    ['desktop.closeToTray', 'true', { desktop: { closeToTray: true } }],
    ['appearance.theme', 'dark', { appearance: { theme: 'dark' } }],
    ['log.level', '5', { log: { level: '5' } }],
  ])('%s %s', (key, value, patch) => {
    expect(settingsPatch(key, value)).toEqual(patch);
  });

  it.each([
    ['backup', '6'],
    ['backup.nothing', '6'],
    ['__proto__.x', '1'],
    ['backup.compressionLevel', 'high'],
    ['backup.compressionLevel', ''],
    ['desktop.closeToTray', 'yes'],
  ])('refuses %s %j', (key, value) => {
    expect(() => settingsPatch(key, value)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
