import { jobResults } from '#shared/contract/backup.ts';
import type { Job, JobKind } from '#shared/contract/job.ts';
import { AppError, toErrorData } from '#shared/errors.ts';

/** How a job ended: what of it changes at the end. */
export type Outcome = Pick<Job, 'state' | 'result' | 'error'>;

/** Checks the result against its kind's schema: what is stored must be readable by every face, now and later. */
export function success(kind: JobKind, result: unknown): Outcome {
  const parsed = jobResults[kind].safeParse(result);
  if (parsed.success) return { state: 'succeeded', result: parsed.data, error: null };
  const cause = parsed.error;
  return failure(
    kind,
    new AppError(kind, 'INTERNAL', 'The job ended with a result that is not of its kind', { details: { issues: cause.issues }, cause }),
  );
}

export function failure(kind: JobKind, thrown: unknown): Outcome {
  const error = toErrorData(thrown, kind);
  return { state: error.code === 'CANCELLED' ? 'cancelled' : 'failed', result: null, error };
}
