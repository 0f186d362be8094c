import { Toast } from '@base-ui/react/toast';
import type { Job } from '#shared/contract/job.ts';
import type { ErrorData } from '#shared/errors.ts';
import { errorDataOf } from './errors.ts';
import { outcomeOf } from './job-words.ts';
import type { Tone } from './standing.ts';

export interface ToastData {
  jobId?: string;
  error?: ErrorData;
  tone: Tone;
  /** Something goes on. */
  busy?: boolean;
}

export const toastManager = Toast.createToastManager<ToastData>();

export function showToast(title: string, description?: string): void {
  toastManager.add({ title, description, data: { tone: 'ok' } });
}

/** Stays until it is put away: an error must not pass unread. */
export function showError(thrown: unknown, title?: string): void {
  const error = errorDataOf(thrown);
  if (error.code === 'CANCELLED') return;
  toastManager.add({
    title: title ?? error.message,
    description: title ? error.message : undefined,
    timeout: 0,
    priority: 'high',
    data: { tone: 'error', error },
  });
}

export function showJobStarted(job: Job): void {
  if (job.kind === 'backup.plan') return;
  toastManager.add({
    id: job.id,
    title: job.title,
    description: job.state === 'queued' ? 'Queued' : 'Started',
    timeout: 3_000,
    data: { tone: 'neutral', busy: true, jobId: job.id },
  });
}

/** A plan answers in its dialog and a staged restore in its banner; all else is told. */
export function showJobFinished(job: Job): void {
  if (job.kind === 'backup.plan') return;
  if (job.kind === 'backup.restore' && job.state === 'succeeded') return toastManager.close(job.id);
  const { label, tone } = outcomeOf(job);
  const bad = tone === 'error' || tone === 'warning';
  toastManager.add({
    id: job.id,
    title: job.title,
    description: job.error && bad ? job.error.message : label,
    timeout: bad ? 12_000 : 4_000,
    priority: bad ? 'high' : 'low',
    data: { jobId: job.id, tone },
  });
}
