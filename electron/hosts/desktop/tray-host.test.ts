import { describe, expect, it } from 'vitest';
import { panelIsDark, saysYes, trayIsShown } from './tray-host.ts';

describe('saysYes', () => {
  it.each([
    ['b true\n', true],
    ['(true,)\n', true],
    ['   boolean true', true],
    ['b false\n', false],
    ['(false,)\n', false],
    ['', false],
    ['Call failed: untrue', false],
  ])('reads %j as %s', (reply, shown) => {
    expect(saysYes(reply)).toBe(shown);
  });
});

describe('trayIsShown', () => {
  it('asks the next tool when one is missing', async () => {
    const asked: string[] = [];
    const shown = await trayIsShown((tool) => {
      asked.push(tool);
      return Promise.resolve(tool === 'gdbus' ? '(true,)' : null);
    });
    expect(shown).toBe(true);
    expect(asked).toEqual(['busctl', 'gdbus']);
  });

  it('believes the first that answers', async () => {
    expect(await trayIsShown(() => Promise.resolve('b false'))).toBe(false);
  });

  it('is no where nobody can tell', async () => {
    expect(await trayIsShown(() => Promise.resolve(null))).toBe(false);
  });

  it('asks this machine without failing, whatever it has', async () => {
    expect(typeof (await trayIsShown())).toBe('boolean');
  });
});

describe('panelIsDark', () => {
  it.each([
    ['ubuntu:GNOME', false, true],
    ['GNOME', false, true],
    ['KDE', false, false],
    ['KDE', true, true],
    [undefined, false, false],
  ])('%s with a dark theme %s: %s', (desktop, theme, dark) => {
    expect(panelIsDark(desktop, theme)).toBe(dark);
  });
});
