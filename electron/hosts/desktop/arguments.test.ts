import { describe, expect, it } from 'vitest';
import { parseArguments, relaunchOptions } from './arguments.ts';

describe('parseArguments', () => {
  it('asks for nothing when started from a menu', () => {
    expect(parseArguments(['/opt/Cofferdam/cofferdam-desktop'])).toEqual({ home: undefined, backUp: false });
  });

  it.each([[['--home', '/srv/home']], [['--home=/srv/home']]])('takes the home from %j', (args) => {
    expect(parseArguments(['electron', '.', ...args]).home).toBe('/srv/home');
  });

  it('takes no empty home and no home without its value', () => {
    expect(parseArguments(['electron', '--home=']).home).toBeUndefined();
    expect(parseArguments(['electron', '--home']).home).toBeUndefined();
  });

  it('sees the action of the desktop entry', () => {
    expect(parseArguments(['cofferdam-desktop', '--back-up'])).toEqual({ home: undefined, backUp: true });
  });

  it("lets Chromium's switches and opened files pass", () => {
    const argv = [
      'cofferdam-desktop',
      '--no-sandbox',
      '--ozone-platform=wayland',
      '--original-process-start-time=1',
      'file.zip',
      '--home',
      '/h',
    ];
    expect(parseArguments(argv)).toEqual({ home: '/h', backUp: false });
  });
});

describe('relaunchOptions', () => {
  it('keeps the home and forgets the action', () => {
    expect(relaunchOptions(['electron', '.', '--home', '/h', '--back-up'], {})).toEqual({ args: ['.', '--home', '/h'] });
  });

  it('starts the AppImage and not what it had mounted', () => {
    expect(relaunchOptions(['/tmp/.mount_x/cofferdam-desktop'], { APPIMAGE: '/apps/Cofferdam.AppImage' })).toEqual({
      args: [],
      execPath: '/apps/Cofferdam.AppImage',
    });
  });
});
