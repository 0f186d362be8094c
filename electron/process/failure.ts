import { AppError, type ErrorCode } from '#shared/errors.ts';
import { toolHint } from './tool-hint.ts';

/** How a program ended, with its texts redacted already. */
export interface Ended {
  tool: string;
  command: string;
  stderr: string;
  result: {
    exitCode?: number | undefined;
    signal?: string | undefined;
    timedOut: boolean;
    isCanceled: boolean;
    isMaxBuffer: boolean;
    code?: string | undefined;
  };
  /** Why it could not be started. Text only: spawn's own error carries the arguments, secrets included. */
  startError: string;
}

const tailCharacters = 2_000;

/** The error that tells why a program did not do its work. */
export function explainFailure(ended: Ended, limits: { timeoutMs: number; maxOutputBytes: number }): AppError {
  const { tool, command, result } = ended;
  const stderrTail = ended.stderr.slice(-tailCharacters).trim();
  const fail = (code: ErrorCode, message: string, more: { hint?: string; details?: Record<string, unknown> } = {}): AppError =>
    new AppError('process.run', code, message, { hint: more.hint, details: { ...more.details, stderrTail, command } });

  if (result.isCanceled) return fail('CANCELLED', `${tool} was cancelled`);
  if (result.timedOut) {
    return fail('TIMEOUT', `${tool} did not finish within ${limits.timeoutMs / 1000} s and was ended`, {
      details: { timeoutMs: limits.timeoutMs },
    });
  }
  if (result.isMaxBuffer) return fail('IO', `${tool} printed more than ${limits.maxOutputBytes} bytes and was ended`);
  if (result.signal !== undefined) {
    const details = { signal: result.signal };
    return fail('IO', `${tool} was ended by ${result.signal}${because(stderrTail)}`, { details });
  }
  if (result.exitCode !== undefined) {
    return fail('IO', `${tool} failed with exit code ${result.exitCode}${because(stderrTail)}`, { details: { exitCode: result.exitCode } });
  }
  switch (result.code) {
    case 'ENOENT':
      return fail('TOOL_MISSING', `${tool} is not installed`, { hint: toolHint(tool) });
    case 'EACCES':
      return fail('PERMISSION_DENIED', `${tool} may not be run`, {
        hint: 'Check its mode, and whether its file system is mounted noexec.',
      });
    case 'E2BIG':
      return fail('INVALID_INPUT', `${tool} can't be started: its arguments are longer than the system allows`);
    default:
      return fail('IO', `${tool} could not be started: ${ended.startError}`, { details: { errno: result.code } });
  }
}

/** The last line is where most tools say what is wrong. */
function because(stderrTail: string): string {
  const last = stderrTail.split('\n').at(-1)?.trim() ?? '';
  return last === '' ? '' : `: ${last.slice(0, 300)}`;
}
