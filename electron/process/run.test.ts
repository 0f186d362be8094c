import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toErrorData, type ErrorData } from '#shared/errors.ts';
import { redactor } from '../log/index.ts';
import { run, type RunOptions } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cofferdam-run-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sh = (script: string, options?: RunOptions) => run('sh', ['-c', script], options);
const failure = async (running: Promise<unknown>): Promise<ErrorData> =>
  running.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => toErrorData(error),
  );

/** A process id that a script wrote into a file of ours. */
async function pidIn(file: string): Promise<number> {
  return vi.waitFor(() => {
    const pid = Number(readFileSync(join(folder, file), 'utf8'));
    expect(pid).toBeGreaterThan(1);
    return pid;
  });
}

/** A zombie counts as gone: it only waits for its new parent to notice. */
function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}

describe('a program that works', () => {
  test('gives both outputs, the exit code, the command and how long it took', async () => {
    const result = await run('sh', ['-c', 'echo out; echo err >&2']);
    expect(result).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 0,
      command: "sh -c 'echo out; echo err >&2'",
      durationMs: expect.any(Number),
    });
  });

  test('gets its arguments as they are: no shell looks at them', async () => {
    const hostile = ['$(touch pwned)', '; touch pwned', '*', "'", '"', '\n', ''];
    const { stdout } = await run('printf', ['%s\\0', ...hostile], { cwd: folder });
    expect(stdout.split('\0').slice(0, -1)).toEqual(hostile);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  test('reads the input it is given, text or bytes, and an empty one otherwise', async () => {
    expect((await run('cat', [], { input: 'Grüße' })).stdout).toBe('Grüße');
    expect((await run('wc', ['-c'], { input: new Uint8Array(3) })).stdout.trim()).toBe('3');
    expect((await run('cat', [])).stdout).toBe('');
  });

  test('need not read its input', async () => {
    await expect(run('true', [], { input: 'x'.repeat(1_000_000) })).resolves.toMatchObject({ exitCode: 0 });
  });

  test('runs where it is told', async () => {
    expect((await run('pwd', [], { cwd: folder })).stdout).toBe(`${folder}\n`);
  });

  test('sees the allowed environment and what is added, not the rest', async () => {
    process.env['COFFERDAM_TEST_SECRET'] = 'x';
    try {
      const { stdout } = await run('env', [], { env: { ADDED: 'yes' } });
      expect(stdout).toContain('ADDED=yes');
      expect(stdout).toContain('LC_ALL=C');
      expect(stdout).not.toContain('COFFERDAM_TEST_SECRET');
    } finally {
      delete process.env['COFFERDAM_TEST_SECRET'];
    }
  });

  test('may answer with other exit codes, where they mean something', async () => {
    expect(await sh('exit 1', { okExitCodes: [0, 1] })).toMatchObject({ exitCode: 1 });
  });

  test('keeps only the end of a talkative stderr, and goes on', async () => {
    const { stderr } = await sh('head -c 300000 /dev/zero | tr "\\0" x >&2; echo the end >&2');
    expect(stderr.length).toBeLessThan(66_000);
    expect(stderr.endsWith('x the end\n'.replace(' ', ''))).toBe(true);
  });
});

describe('a program that fails', () => {
  test('exit code: IO with the last line, the tail and the command', async () => {
    expect(await failure(sh('echo first >&2; echo second >&2; exit 7'))).toMatchObject({
      code: 'IO',
      message: 'sh failed with exit code 7: second',
      details: { exitCode: 7, stderrTail: 'first\nsecond', command: "sh -c 'echo first >&2; echo second >&2; exit 7'" },
    });
  });

  test('exit code 0 can be a failure too', async () => {
    expect(await failure(sh('exit 0', { okExitCodes: [3] }))).toMatchObject({ code: 'IO', details: { exitCode: 0 } });
  });

  test('a signal from elsewhere', async () => {
    expect(await failure(sh('kill -SEGV $$'))).toMatchObject({ code: 'IO', details: { signal: 'SIGSEGV' } });
  });

  test('not installed: TOOL_MISSING with a hint', async () => {
    expect(await failure(run('cofferdam-no-such-tool', []))).toMatchObject({
      code: 'TOOL_MISSING',
      hint: expect.stringContaining('apt install'),
    });
  });

  test('not executable: PERMISSION_DENIED', async () => {
    const file = join(folder, 'tool');
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o644);
    expect(await failure(run(file, []))).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  test('a working folder that is missing is not taken for a missing program', async () => {
    expect(await failure(run('true', [], { cwd: join(folder, 'none') }))).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('none'),
    });
    writeFileSync(join(folder, 'file'), '');
    expect(await failure(run('true', [], { cwd: join(folder, 'file') }))).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('arguments the system does not take', async () => {
    expect(await failure(run('echo', ['nul \0 byte']))).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await failure(run('echo', ['x'.repeat(3_000_000)]))).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('more output than allowed is an error, never a cut answer', async () => {
    expect(await failure(run('yes', [], { maxOutputBytes: 10_000 }))).toMatchObject({
      code: 'IO',
      message: 'yes printed more than 10000 bytes and was ended',
    });
  });

  test('exactly as much as allowed is fine', async () => {
    expect((await run('printf', ['12345'], { maxOutputBytes: 5 })).stdout).toBe('12345');
  });
});

describe('ending early', { timeout: 30_000 }, () => {
  test('time up: TIMEOUT', async () => {
    expect(await failure(run('sleep', ['60'], { timeoutMs: 50 }))).toMatchObject({
      code: 'TIMEOUT',
      details: { timeoutMs: 50, command: 'sleep 60' },
    });
  });

  test('aborted: CANCELLED', async () => {
    const abort = new AbortController();
    const running = failure(run('sleep', ['60'], { signal: abort.signal }));
    setTimeout(() => abort.abort(), 30);
    expect(await running).toMatchObject({ code: 'CANCELLED' });
  });

  test('aborted before: nothing is started', async () => {
    expect(await failure(run('touch', ['started'], { cwd: folder, signal: AbortSignal.abort() }))).toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });

  test('what it started itself ends too', async () => {
    const abort = new AbortController();
    const running = failure(sh('sh -c "echo \\$\\$ > inner; exec sleep 60" & wait', { cwd: folder, signal: abort.signal }));
    const inner = await pidIn('inner');
    abort.abort();

    expect(await running).toMatchObject({ code: 'CANCELLED' });
    expect(isAlive(inner)).toBe(false);
  });

  test('a descendant that ignores SIGTERM and holds no pipe is killed too', async () => {
    const abort = new AbortController();
    const running = failure(
      sh('sh -c \'trap "" TERM; echo $$ > inner; while :; do sleep 1; done\' >/dev/null 2>&1 & wait', {
        cwd: folder,
        signal: abort.signal,
      }),
    );
    const inner = await pidIn('inner');
    abort.abort();

    expect(await running).toMatchObject({ code: 'CANCELLED' });
    await vi.waitFor(() => expect(isAlive(inner)).toBe(false));
  });

  test('a program that ends in order on SIGTERM may say goodbye', async () => {
    const abort = new AbortController();
    const running = failure(
      sh('trap "echo cleaned up > done; exit 0" TERM; echo $$ > pid; while :; do sleep 0.05; done', { cwd: folder, signal: abort.signal }),
    );
    await pidIn('pid');
    abort.abort();

    expect(await running).toMatchObject({ code: 'CANCELLED' });
    expect(readFileSync(join(folder, 'done'), 'utf8')).toBe('cleaned up\n');
  });
});

describe('secrets', { timeout: 30_000 }, () => {
  const everything = (error: unknown): string => JSON.stringify(redactor.value(error)) + JSON.stringify(toErrorData(error));

  test('are out of the command and of stderr; stdout is as it came', async () => {
    const result = await sh('echo hunter2; echo hunter2 >&2', { secrets: ['hunter2'] });
    expect(result).toMatchObject({ stdout: 'hunter2\n', stderr: '[redacted]\n', command: "sh -c 'echo [redacted]; echo [redacted] >&2'" });
  });

  test('are out of every error, its causes and its log form', async () => {
    const secrets = ['hunter2'];
    const attempts = [
      () => sh('echo hunter2 >&2; exit 1', { secrets }),
      () => sh('echo hunter2 >&2; sleep 60', { secrets, timeoutMs: 50 }),
      () => run('cofferdam-no-such-tool', ['hunter2'], { secrets }),
      () => run('echo', ['hunter2\0'], { secrets }),
    ];
    for (const attempt of attempts) {
      const error = await attempt().catch((error: unknown) => error);
      expect(error).toBeInstanceOf(Error);
      expect(everything(error)).not.toContain('hunter2');
    }
  });

  test('credentials in URLs need no mention', async () => {
    expect((await run('true', ['postgres://app:pw1@db/x'])).command).toBe('true postgres://app:[redacted]@db/x');
  });
});
