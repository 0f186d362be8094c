import { monotonicFactory } from 'ulid';
import { AppError } from '#shared/errors.ts';

const start = 'JOB-';
// One factory for the process: ids made within one millisecond, or while the clock goes back, still sort in their order.
const nextUlid = monotonicFactory();

export const newJobId = (now: Date): string => `${start}${nextUlid(now.getTime())}`;

/** What a person typed as the beginning of a job id, in the form ids have: `01k9` and `job-01K9` are `JOB-01K9`. */
export function normalisePrefix(text: string): string {
  const typed = text.trim().toUpperCase();
  if (!/^[0-9A-Z-]+$/.test(typed)) {
    throw new AppError('job.get', 'INVALID_INPUT', `${JSON.stringify(text)} is not a job id`, {
      hint: 'List the jobs and copy an id from there.',
    });
  }
  return typed.startsWith(start) || start.startsWith(typed) ? typed : start + typed;
}
