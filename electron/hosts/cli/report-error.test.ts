import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { reportError, type ReportOptions } from './report-error.ts';

let written: string;
beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const quiet: ReportOptions = { json: false, verbose: false, stopped: null };
const busy = new AppError('boot.lock', 'BUSY', 'Another command is working', { hint: 'Wait.', details: { pid: 7 } });

describe('reportError', () => {
  it('says what, what to do, and the code', async () => {
    expect(await reportError(busy, quiet)).toBe(2);
    expect(written).toBe('error: Another command is working\nhint:  Wait.\ncode:  BUSY\n');
  });

  it('says more when asked', async () => {
    await reportError(busy, { ...quiet, verbose: true });
    expect(written).toContain('where: boot.lock\n');
    expect(written).toContain('"pid": 7');
  });

  it('is one JSON document for scripts', async () => {
    await reportError(busy, { ...quiet, json: true });
    expect(JSON.parse(written)).toEqual({ error: busy.toData() });
  });

  it.each([
    ["error: unknown option '--foo'\n(Did you mean --for?)", "Unknown option '--foo' (Did you mean --for?)"],
    ["error: missing required argument 'id'", "Missing required argument 'id'"],
  ])('puts %j into our words', async (theirs, ours) => {
    expect(await reportError(new CommanderError(1, 'commander.x', theirs), { ...quiet, json: true })).toBe(1);
    expect(JSON.parse(written)).toMatchObject({ error: { code: 'INVALID_INPUT', message: ours, hint: expect.stringContaining('--help') } });
  });

  it.each([
    ['CANCELLED', 130],
    ['TERMINATED', 143],
  ] as const)('takes what failed after a stop for the stop: %s', async (stopped, exit) => {
    expect(await reportError(new Error('socket hang up'), { ...quiet, stopped })).toBe(exit);
    expect(await reportError(new AppError('backup.create', 'CANCELLED', 'Cancelled'), { ...quiet, stopped })).toBe(exit);
  });
});
