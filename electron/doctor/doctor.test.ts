import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DoctorReport } from '#shared/contract/doctor.ts';
import { AppError } from '#shared/errors.ts';
import { type Check, failed, type Finding, ok, warning } from './check.ts';
import { Doctor } from './doctor.ts';

const check = (id: string, run: Check['run']): Check => ({ id, title: `Is ${id} well?`, run });
const finds = (id: string, finding: Finding): Check => check(id, async () => finding);
const hangs = (id: string): Check => check(id, () => new Promise(() => undefined));

describe('a report', () => {
  test('has every check in its order, with how long it took, and fits the contract', async () => {
    const slow = check('slow', async () => {
      await delay(20);
      return ok('done');
    });
    const report = await new Doctor([slow, finds('b', warning('meh', 'Do it.'))]).run();

    expect(DoctorReport.parse(report)).toEqual(report);
    expect(report.checks).toEqual([
      { id: 'slow', title: 'Is slow well?', status: 'ok', message: 'done', remedy: null, durationMs: expect.any(Number) },
      {
        id: 'b',
        title: 'Is b well?',
        status: 'warning',
        message: 'meh',
        remedy: { text: 'Do it.', command: null },
        durationMs: expect.any(Number),
      },
    ]);
    expect(report.checks[0]?.durationMs).toBeGreaterThan(10);
  });

  test('is healthy with warnings, but not with an error', async () => {
    expect((await new Doctor([finds('a', ok('')), finds('b', warning('', ''))]).run()).healthy).toBe(true);
    expect((await new Doctor([finds('a', ok('')), finds('b', failed('', ''))]).run()).healthy).toBe(false);
    expect((await new Doctor([]).run()).healthy).toBe(true);
  });

  test('asks all checks at once: none waits for another', async () => {
    const all = Promise.withResolvers<Finding>();
    let asked = 0;
    const meets = (id: string): Check =>
      check(id, () => {
        asked += 1;
        if (asked === 20) all.resolve(ok('all are here'));
        return all.promise;
      });
    const { healthy } = await new Doctor(Array.from({ length: 20 }, (_, at) => meets(String(at)))).run();
    expect(healthy).toBe(true);
  });
});

describe('a check that misbehaves is a finding, and the others are asked all the same', () => {
  test('it throws an error of ours: its message and hint', async () => {
    const broken = check('broken', async () => {
      throw new AppError('x', 'IO', 'the disk is gone', { hint: 'Look for it.' });
    });
    const { healthy, checks } = await new Doctor([broken, finds('fine', ok('yes'))]).run();
    expect(healthy).toBe(false);
    expect(checks).toMatchObject([
      { status: 'error', message: 'The check itself failed: the disk is gone', remedy: { text: 'Look for it.' } },
      { status: 'ok' },
    ]);
  });

  test('it throws anything else, at once', async () => {
    const broken = check('broken', () => {
      throw new TypeError('x is undefined');
    });
    const { checks } = await new Doctor([broken]).run();
    expect(checks).toMatchObject([
      { status: 'error', message: expect.stringContaining('x is undefined'), remedy: { text: expect.any(String) } },
    ]);
  });

  test('it hangs', async () => {
    const { checks } = await new Doctor([hangs('stuck'), finds('fine', ok('yes'))], { timeoutMs: 30 }).run();
    expect(checks).toMatchObject([{ status: 'error', message: 'No answer within 0.03 s' }, { status: 'ok' }]);
  });

  test('it is told that nobody waits any more', async () => {
    let told = false;
    const listens = check('listens', (signal) => {
      signal.addEventListener('abort', () => (told = true));
      return new Promise(() => undefined);
    });
    await new Doctor([listens], { timeoutMs: 10 }).run();
    expect(told).toBe(true);
  });
});

test('cancelling ends it at once', async () => {
  const abort = new AbortController();
  const running = new Doctor([hangs('stuck')]).run(abort.signal);
  abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(new Doctor([hangs('stuck')]).run(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});
