import { ORPCError } from '@orpc/client';
import type { ErrorData } from '#shared/errors.ts';
import { ConnectionLost } from './connection.ts';

/** Whatever a call, a job or a component threw, in the form that is shown. Never a stack. */
export function errorDataOf(error: unknown): ErrorData {
  if (isErrorData(error)) return error;
  if (error instanceof ORPCError) return isErrorData(error.data) ? error.data : fromProtocol(error);
  if (error instanceof ConnectionLost) {
    return {
      code: 'CONNECTION_FAILED',
      message: error.message,
      hint: 'It is tried again by itself; if it stays away, start Cofferdam again.',
    };
  }
  if (error instanceof Error && error.name === 'AbortError') return { code: 'CANCELLED', message: 'Cancelled' };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message, hint: 'This is a defect in Cofferdam; the log has the details.' };
}

/** What the clipboard gets: enough for a report, without a stack. */
export function errorText(error: ErrorData): string {
  const lines = [`${error.code}: ${error.message}`];
  if (error.hint) lines.push(`Hint: ${error.hint}`);
  if (error.op) lines.push(`Operation: ${error.op}`);
  if (error.details) lines.push(`Details: ${JSON.stringify(error.details, null, 2)}`);
  return lines.join('\n');
}

/** oRPC's own refusals: input that fails the schema, and a procedure this version does not have. */
function fromProtocol(error: ORPCError<string, unknown>): ErrorData {
  const details = isRecord(error.data) ? { details: error.data } : {};
  if (error.code === 'BAD_REQUEST') return { code: 'INVALID_INPUT', message: error.message, ...details };
  if (error.code === 'NOT_FOUND') {
    return {
      code: 'UNSUPPORTED',
      message: 'This Cofferdam does not know that action',
      hint: 'Reload the page: it may be older than the program.',
    };
  }
  return { code: 'INTERNAL', message: error.message, hint: 'The log has the details.', ...details };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isErrorData = (value: unknown): value is ErrorData =>
  isRecord(value) && !(value instanceof Error) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
