import { describe, expect, it } from 'vitest';
import { closeAction } from './close-action.ts';

describe('closeAction', () => {
  it('hides only where the user wants it and can find the window again', () => {
    expect(closeAction({ closeToTray: true, trayVisible: true, leaving: false })).toBe('hide');
    expect(closeAction({ closeToTray: true, trayVisible: false, leaving: false })).toBe('quit');
    expect(closeAction({ closeToTray: false, trayVisible: true, leaving: false })).toBe('quit');
  });

  it('never holds up an app that is leaving', () => {
    expect(closeAction({ closeToTray: true, trayVisible: true, leaving: true })).toBe('close');
  });
});
