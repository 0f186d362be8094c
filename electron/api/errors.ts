import { ORPCError, ValidationError } from '@orpc/server';
import { httpStatusOf } from '#shared/contract/common.ts';
import { AppError, ErrorData, type ErrorCode, toErrorData } from '#shared/errors.ts';
import { describeIssues } from './describe-issues.ts';

/**
 * Whatever was thrown, in the form of the contract: our code, its HTTP status, `data: ErrorData`. A stack stays in
 * `cause`, which never crosses.
 *
 * @param op the procedure, as in `backup.create`
 */
export function toWireError(error: unknown, op: string): ORPCError<ErrorCode, ErrorData> {
  const data = dataOf(error, op);
  return new ORPCError(data.code, { status: httpStatusOf(data.code), message: data.message, data, cause: error, defined: true });
}

/** The way back, for a client in this process or over a socket. */
export function clientError(error: unknown, op = 'client'): AppError {
  if (error instanceof AppError) return error;
  const { code, message, hint, details, op: where } = dataOf(error, op);
  return new AppError(where ?? op, code, message, { hint, details, cause: error });
}

export const isOwnMistake = (error: ORPCError<ErrorCode, ErrorData>): boolean => error.code === 'INTERNAL';

const otherVersion = 'The other side may be another version of Cofferdam; stop it and start this one.';

function dataOf(error: unknown, op: string): ErrorData {
  if (!(error instanceof ORPCError)) return { ...toErrorData(error, op), op: error instanceof AppError ? error.op : op };
  const parsed = ErrorData.safeParse(error.data);
  if (parsed.success) return parsed.data;
  if (error.cause instanceof ValidationError) return ofValidation(error, error.cause, op);
  return ofFramework(error, op);
}

function ofValidation(error: ORPCError<string, unknown>, cause: ValidationError, op: string): ErrorData {
  const problem = describeIssues(cause.issues, cause.data);
  // An output that breaks the contract is ours to answer for; it may hold anything, so only its shape is told.
  if (error.code !== 'BAD_REQUEST') return { ...toErrorData(new Error(`The answer breaks the contract: ${problem}`), op), op };
  return { code: 'INVALID_INPUT', message: problem, op };
}

/** Errors that oRPC itself makes: a body that is no JSON, one too large, a path nobody serves. */
function ofFramework(error: ORPCError<string, unknown>, op: string): ErrorData {
  if (error.code === 'NOT_FOUND') return { code: 'NOT_FOUND', message: 'There is no such procedure', op, hint: otherVersion };
  if (error.status >= 400 && error.status < 500) return { code: 'INVALID_INPUT', message: error.message, op };
  return toErrorData(error, op);
}
