import { describe, expect, it } from 'vitest';
import { AppError, toErrorData } from '#shared/errors.ts';
import { explainBusy, startupErrorBox } from './startup-error.ts';

describe('startupErrorBox', () => {
  it('says what is in the way and what to do', () => {
    const error = new AppError('boot.lock', 'CONFLICT', 'The home /h is in use by cofferdam serve (process 4711)', {
      hint: 'Stop it with `kill 4711`, or open its address in a browser.',
    });
    expect(startupErrorBox(error.toData(), '/h/logs')).toEqual({
      title: "Cofferdam can't start",
      content: 'The home /h is in use by cofferdam serve (process 4711)\n\nStop it with `kill 4711`, or open its address in a browser.',
      exitCode: 1,
    });
  });

  it('points at the log for our own mistakes, and shows no stack', () => {
    const box = startupErrorBox(toErrorData(new TypeError('x is not a function')), '/h/logs');
    expect(box.content).toContain('The log is in /h/logs.');
    expect(box.content).not.toMatch(/\bat .+:\d+/);
    expect(box.exitCode).toBe(2);
  });

  it('names no log where there is none', () => {
    expect(startupErrorBox({ code: 'INTERNAL', message: 'm' }, null).content).toBe('m');
  });
});

describe('explainBusy', () => {
  const busy = { code: 'BUSY', message: 'Another Cofferdam already runs on /h', hint: 'Stop it first.', op: 'boot.lock' } as const;

  it('names the server and both ways on', () => {
    const { message, hint } = explainBusy(busy, { host: 'web', pid: 4711, home: '/h' });
    expect(message).toBe('/h is in use by `cofferdam serve` (process 4711).');
    expect(hint).toContain('`cofferdam open`');
    expect(hint).toContain('`kill 4711`');
  });

  it('asks nobody to kill a command that ends by itself', () => {
    expect(explainBusy(busy, { host: 'cli', pid: 1, home: '/h' }).hint).toBe('Wait until it is done, then start the app again.');
  });

  it('leaves the error as it is when the other one does not answer, or it is another error', () => {
    expect(explainBusy(busy, null)).toBe(busy);
    const full = { code: 'NO_SPACE', message: 'The disk is full' } as const;
    expect(explainBusy(full, { host: 'web', pid: 1, home: '/h' })).toBe(full);
  });
});
