import * as z from 'zod';

/** What the exit code tells a script; see docs/errors.md. */
export type ErrorBucket = 'user' | 'system' | 'integrity' | 'partial' | 'cancelled' | 'terminated';

const bucketOf = {
  INVALID_INPUT: 'user',
  NOT_FOUND: 'user',
  ALREADY_EXISTS: 'user',
  CONFLICT: 'user',
  CONFIRMATION_REQUIRED: 'user',
  UNSUPPORTED: 'user',
  TOOL_MISSING: 'user',
  PERMISSION_DENIED: 'user',
  CONNECTION_FAILED: 'system',
  TIMEOUT: 'system',
  BUSY: 'system',
  NO_SPACE: 'system',
  IO: 'system',
  INTERNAL: 'system',
  CHECKSUM_MISMATCH: 'integrity',
  CORRUPT: 'integrity',
  TAMPERED: 'integrity',
  INCOMPATIBLE_VERSION: 'integrity',
  PARTIAL: 'partial',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
} as const satisfies Record<string, ErrorBucket>;

export type ErrorCode = keyof typeof bucketOf;

const exitCodes: Record<ErrorBucket, number> = { user: 1, system: 2, integrity: 3, partial: 4, cancelled: 130, terminated: 143 };

export const errorCodes = Object.keys(bucketOf) as [ErrorCode, ...ErrorCode[]];
export const exitCodeOf = (code: ErrorCode): number => exitCodes[bucketOf[code]];

/** The form in which an error crosses a boundary: to a page, a script, a worker thread, a log. Never a stack. */
export const ErrorData = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  op: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorData = z.infer<typeof ErrorData>;

export interface AppErrorOptions {
  /** What the reader can do next, in one sentence. */
  hint?: string | undefined;
  details?: Record<string, unknown> | undefined;
  cause?: unknown;
}

/** The one error type that leaves a function on purpose. `op` names the operation, as in `backup.create`. */
export class AppError extends Error {
  readonly op: string;
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(op: string, code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.op = op;
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      op: this.op,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }

  static fromData(data: ErrorData): AppError {
    return new AppError(data.op ?? 'unknown', data.code, data.message, { hint: data.hint, details: data.details });
  }
}

/** Whatever was thrown, as data. What is not an AppError is our own mistake and says so without its stack. */
export function toErrorData(error: unknown, op = 'unknown'): ErrorData {
  if (error instanceof AppError) return error.toData();
  if (error instanceof Error && error.name === 'AbortError') return { code: 'CANCELLED', message: 'Cancelled', op };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message, op, hint: 'This is a defect in Cofferdam; the log has the details.' };
}
