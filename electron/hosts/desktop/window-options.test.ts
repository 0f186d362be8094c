import { describe, expect, it } from 'vitest';
import { windowOptions } from './window-options.ts';

const options = windowOptions({ preload: '/d/preload.cjs', icon: '/i/256.png', dark: false, devTools: false });

describe('windowOptions', () => {
  it.each([
    ['contextIsolation', true],
    ['sandbox', true],
    ['webSecurity', true],
    ['safeDialogs', true],
    ['nodeIntegration', false],
    ['nodeIntegrationInSubFrames', false],
    ['nodeIntegrationInWorker', false],
    ['allowRunningInsecureContent', false],
    ['experimentalFeatures', false],
    ['webviewTag', false],
    ['navigateOnDragDrop', false],
    ['plugins', false],
    ['spellcheck', false],
    ['devTools', false],
  ] as const)('sets %s to %s', (key, value) => {
    expect(options.webPreferences?.[key]).toBe(value);
  });

  it('loads the preload script it is given and no other', () => {
    expect(options.webPreferences?.preload).toBe('/d/preload.cjs');
  });

  it('enables no Blink feature and passes no extra argument', () => {
    expect(options.webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(options.webPreferences).not.toHaveProperty('additionalArguments');
  });

  it('waits for the first paint in the colour of the theme', () => {
    expect(options.show).toBe(false);
    expect(windowOptions({ preload: '', icon: '', dark: true, devTools: true }).backgroundColor).not.toBe(options.backgroundColor);
  });
});
