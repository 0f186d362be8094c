import { isFinished, type Job } from '#shared/contract/job.ts';
import { formatPlural } from '#shared/format.ts';
import { type Dialog, dialog } from './dialog.ts';

export type QuitAnswer = 'stop' | 'stay';

/** Asked before jobs are cut short. Null: none is running, nothing to ask. The default is to stay. */
export function quitDialog(jobs: readonly Job[], then: 'quit' | 'restart' = 'quit'): Dialog<QuitAnswer> | null {
  const unfinished = jobs.filter((job) => !isFinished(job.state));
  if (unfinished.length === 0) return null;
  const shown = unfinished.slice(0, 5).map((job) => `• ${job.title}: ${job.state === 'queued' ? 'waiting' : job.progress.phase}`);
  const more = unfinished.length - shown.length;
  const box = dialog<QuitAnswer>(
    {
      type: 'question',
      title: then === 'quit' ? 'Quit Cofferdam?' : 'Restart Cofferdam?',
      message: `${formatPlural(unfinished.length, 'job is', 'jobs are')} still running.`,
      detail: [...shown, more > 0 ? `• and ${more} more` : '', 'Cancelled jobs clean up after themselves; finished backups are kept.'],
    },
    [
      { label: then === 'quit' ? 'Cancel jobs and quit' : 'Cancel jobs and restart', answer: 'stop' },
      { label: 'Keep running', answer: 'stay' },
    ],
  );
  // Enter must not be what loses work.
  return { ...box, defaultId: box.cancelId };
}
