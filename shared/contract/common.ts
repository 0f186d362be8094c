import { oc } from '@orpc/contract';
import * as z from 'zod';
import { ErrorData, errorCodes } from '../errors.ts';

/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.iso.datetime();

/** A ULID, or a prefix of one that only one thing has. */
export const IdPrefix = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[0-9A-Za-z-]+$/, 'An id has letters, digits and hyphens only');

/** Where a file is or shall be, on the machine that the instance runs on. PATH_MAX of Linux bounds it. */
export const FilePath = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^[^\0]+$/, 'A path has no NUL character');

/** Every procedure may answer with any of our codes; `data` carries the whole error. */
export const httpStatusOf = (code: (typeof errorCodes)[number]): number => {
  switch (code) {
    case 'INVALID_INPUT':
    case 'CONFIRMATION_REQUIRED':
      return 400;
    case 'PERMISSION_DENIED':
      return 403;
    case 'NOT_FOUND':
      return 404;
    case 'ALREADY_EXISTS':
    case 'CONFLICT':
      return 409;
    case 'UNSUPPORTED':
    case 'TOOL_MISSING':
      return 422;
    case 'CONNECTION_FAILED':
    case 'BUSY':
      return 503;
    case 'TIMEOUT':
      return 504;
    case 'NO_SPACE':
      return 507;
    default:
      return 500;
  }
};

const errors = Object.fromEntries(errorCodes.map((code) => [code, { status: httpStatusOf(code), data: ErrorData }]));

/** The base of every procedure. */
export const procedure = oc.errors(errors);
