import { CommanderError } from 'commander';
import { AppError, type ErrorData, exitCodeOf } from '#shared/errors.ts';
import type { StopCode } from './stop.ts';

export interface ReportOptions {
  json: boolean;
  verbose: boolean;
  /** Set when the user or the system asked us to stop: what failed then failed because of that. */
  stopped: StopCode | null;
}

/** Says on stderr what went wrong, for people or as `{"error": …}`, and answers the exit code. */
export async function reportError(error: unknown, { json, verbose, stopped }: ReportOptions): Promise<number> {
  const data = await dataOf(error, stopped);
  process.stderr.write(json ? `${JSON.stringify({ error: data })}\n` : renderError(data, verbose));
  return exitCodeOf(data.code);
}

async function dataOf(error: unknown, stopped: StopCode | null): Promise<ErrorData> {
  if (error instanceof CommanderError) return usageError(error);
  const { clientError } = await import('../../api/index.ts');
  const data = clientError(error, 'cli').toData();
  if (stopped === null || data.code === 'CANCELLED' || data.code === 'TERMINATED')
    return stopped === null ? data : { ...data, code: stopped };
  return { code: stopped, op: data.op, message: stopped === 'CANCELLED' ? 'Cancelled' : 'Stopped by the system' };
}

const usageError = (error: CommanderError): ErrorData => ({
  code: 'INVALID_INPUT',
  op: 'cli.parse',
  // What Commander says when a verb is missing is its help; ours is an error like any other.
  message: error.code === 'commander.help' ? 'A verb is missing' : sentence(error.message.replace(/^error: /, '')),
  hint: 'See `cofferdam --help`, or --help after a verb.',
});

/** Commander starts in lower case and puts its guess on a line of its own. */
function sentence(text: string): string {
  const [first = '', ...rest] = text.replaceAll(/\s*\n\s*/g, ' ').trim();
  return first.toUpperCase() + rest.join('');
}

function renderError(data: ErrorData, verbose: boolean): string {
  const lines = [`error: ${data.message}`];
  if (data.hint !== undefined) lines.push(`hint:  ${data.hint}`);
  lines.push(`code:  ${data.code}`);
  if (verbose && data.op !== undefined) lines.push(`where: ${data.op}`);
  if (verbose && data.details !== undefined) lines.push(`details: ${JSON.stringify(data.details, null, 2)}`);
  return `${lines.join('\n')}\n`;
}

/** A wrong argument that the grammar can't see. */
export const usage = (message: string, hint?: string): AppError => new AppError('cli.parse', 'INVALID_INPUT', message, { hint });
