import { execa } from 'execa';
import { stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { redactor } from '../log/index.ts';
import { endGroup } from './end-group.ts';
import { childEnvironment } from './environment.ts';
import { quoteCommand } from './quote.ts';
import { type Ended, explainFailure } from './failure.ts';
import { Tail } from './tail.ts';

export interface RunOptions {
  cwd?: string;
  /** Added to the allow-listed environment. */
  env?: Record<string, string>;
  input?: string | Uint8Array;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Most that stdout may hold; more is an error, because a cut answer must not be taken for a whole one. Default 16 MiB. */
  maxOutputBytes?: number;
  /** Kept out of the shown command, of stderr and of every error. */
  secrets?: readonly string[];
  /** Exit codes that are an answer, not a failure. Default [0]. */
  okExitCodes?: readonly number[];
}

export interface RunResult {
  /** As it came, not redacted. */
  stdout: string;
  /** Its last 64 KiB, redacted. */
  stderr: string;
  exitCode: number;
  /** Quoted for a shell and redacted: for "show the command". */
  command: string;
  durationMs: number;
}

const killAfterMs = 2_000;
const stderrBytes = 64 * 1024;

/**
 * Runs a program with its arguments as they are, never through a shell. When the signal aborts or the time is up,
 * its whole process group is asked to end and killed two seconds later.
 * @throws TOOL_MISSING, TIMEOUT, CANCELLED, PERMISSION_DENIED, NOT_FOUND (cwd), INVALID_INPUT, or IO with
 * details {exitCode, signal, stderrTail, command}.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const secrets = options.secrets ?? [];
  const shown = redactor.text(quoteCommand(command, args), secrets);
  const maxOutputBytes = options.maxOutputBytes ?? 16 * 1024 * 1024;
  if (options.signal?.aborted)
    throw new AppError('process.run', 'CANCELLED', `${command} was cancelled before it started`, { details: { command: shown } });
  requireNoNul(command, args);
  await requireFolder(options.cwd);

  const stderr = new Tail(stderrBytes);
  const child = execa(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    ...(options.signal ? { cancelSignal: options.signal } : {}),
    timeout: options.timeoutMs ?? 0,
    env: childEnvironment(options.env),
    extendEnv: false,
    killDescendants: true,
    forceKillAfterDelay: killAfterMs,
    encoding: 'buffer',
    maxBuffer: { stdout: maxOutputBytes },
    buffer: { stderr: false },
    stripFinalNewline: false,
    reject: false,
  });
  child.stderr?.on('data', (chunk: Uint8Array) => stderr.add(chunk));
  const result = await child;

  const endedByUs = result.timedOut || result.isCanceled || result.isMaxBuffer;
  if (endedByUs && child.pid !== undefined) await endGroup(child.pid, killAfterMs);

  const startError = redactor.text(result.cause instanceof Error ? result.cause.message : 'for an unknown reason', secrets);
  const ended: Ended = { tool: command, command: shown, stderr: redactor.text(stderr.text(), secrets), result, startError };
  const ok = options.okExitCodes ?? [0];
  if (endedByUs || result.exitCode === undefined || !ok.includes(result.exitCode)) {
    throw explainFailure(ended, { timeoutMs: options.timeoutMs ?? 0, maxOutputBytes });
  }
  const stdout = Buffer.from(result.stdout).toString('utf8');
  return { stdout, stderr: ended.stderr, exitCode: result.exitCode, command: shown, durationMs: result.durationMs };
}

/** execa refuses these too, but quotes the argument, which may be a secret. */
function requireNoNul(command: string, args: readonly string[]): void {
  const at = [command, ...args].findIndex((text) => text.includes('\0'));
  if (at !== -1)
    throw new AppError('process.run', 'INVALID_INPUT', `Argument ${at} of ${command.replaceAll('\0', '')} has a NUL character in it`);
}

/** A missing working folder and a missing program are the same ENOENT to spawn(2). */
async function requireFolder(cwd: string | undefined): Promise<void> {
  if (cwd === undefined) return;
  const found = await stat(cwd).catch((cause: unknown) => {
    throw new AppError('process.run', 'NOT_FOUND', `${cwd}: there is no such folder to run in`, { cause });
  });
  if (!found.isDirectory()) throw new AppError('process.run', 'INVALID_INPUT', `${cwd}: is not a folder to run in`);
}
