import { Toast } from '@base-ui/react/toast';
import type { Job } from '#shared/contract/job.ts';
import type { ErrorData } from '#shared/errors.ts';
import { errorDataOf } from './errors.ts';

export interface ToastData {
  jobId?: string;
  error?: ErrorData;
  tone: 'neutral' | 'ok' | 'error';
}

export const toastManager = Toast.createToastManager<ToastData>();

export function showToast(title: string, description?: string): void {
  toastManager.add({ title, description, data: { tone: 'ok' } });
}

/** Stays until it is put away: an error must not pass unread. */
export function showError(thrown: unknown, title?: string): void {
  const error = errorDataOf(thrown);
  if (error.code === 'CANCELLED') return;
  toastManager.add({ title: title ?? error.message, description: title ? error.message : undefined, timeout: 0, priority: 'high', data: { tone: 'error', error } });
}

export function showJobStarted(job: Job): void {
  if (job.kind === 'backup.plan') return;
  toastManager.add({ id: job.id, title: job.title, description: job.state === 'queued' ? 'Queued' : 'Started', timeout: 3_000, data: { tone: 'neutral', jobId: job.id } });
}

/** A plan answers in its dialog and a staged restore in its banner; all else is told. */
export function showJobFinished(job: Job): void {
  if (job.kind === 'backup.plan') return;
  const data = { jobId: job.id };
  switch (job.state) {
    case 'succeeded': {
      const bad = isFailedVerification(job);
      const description = bad ? 'Problems were found' : job.kind === 'backup.restore' ? 'Staged' : 'Done';
      toastManager.add({ id: job.id, title: job.title, description, timeout: bad ? 0 : 5_000, data: { ...data, tone: bad ? 'error' : 'ok' } });
      return;
    }
    case 'failed':
    case 'interrupted': {
      const error = job.error ?? undefined;
      const description = error?.message ?? job.note ?? 'Failed';
      toastManager.add({
        id: job.id,
        title: job.title,
        description,
        timeout: 0,
        priority: 'high',
        data: { ...data, tone: 'error', ...(error === undefined ? {} : { error }) },
      });
      return;
    }
    default:
      toastManager.add({ id: job.id, title: job.title, description: 'Cancelled', timeout: 4_000, data: { ...data, tone: 'neutral' } });
  }
}

/** A verification that ran well and found damage is news, not success. */
function isFailedVerification(job: Job): boolean {
  const { result } = job;
  return job.kind === 'backup.verify' && typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;
}
