import { AppError } from '#shared/errors.ts';
import { isFinished, type Job } from '#shared/contract/job.ts';
import type { Client } from '../../api/index.ts';
import type { CliContext } from './context.ts';
import { createProgressLine } from './progress-line.ts';

/**
 * Follows a job to its end with a bar on a terminal, and answers it. When we are asked to stop, the job is cancelled
 * and its clean-up awaited.
 * @throws what the job failed with; CANCELLED, TERMINATED
 */
export async function followJob(context: CliContext, client: Client, start: Job): Promise<Job> {
  const { stop } = context;
  const line = createProgressLine(process.stderr, { silent: context.output.json && !process.stderr.isTTY });
  let job = start;
  const cancel = (): void => {
    line.say('Cancelling and cleaning up …');
    // A job that ended in the same moment has nothing to cancel; its end is seen below either way.
    client.job.cancel({ id: start.id }).catch(() => undefined);
  };
  if (stop.signal.aborted) cancel();
  stop.signal.addEventListener('abort', cancel);
  try {
    for await (const seen of await client.job.watch({ id: start.id })) {
      job = seen;
      if (!isFinished(job.state)) line.show(job, performance.now());
    }
    if (!isFinished(job.state)) job = await client.job.get({ id: start.id });
  } finally {
    stop.signal.removeEventListener('abort', cancel);
    line.clear();
  }
  return outcome(job, stop.code);
}

function outcome(job: Job, stopped: 'CANCELLED' | 'TERMINATED' | null): Job {
  switch (job.state) {
    case 'succeeded':
      return job;
    case 'failed':
      throw job.error === null ? new AppError(job.kind, 'INTERNAL', `${job.title} failed`) : AppError.fromData(job.error);
    case 'cancelled':
      throw new AppError(job.kind, stopped ?? 'CANCELLED', `${job.title} was cancelled`, { details: { job: job.id } });
    case 'interrupted':
      throw new AppError(job.kind, 'TERMINATED', `${job.title} was interrupted${job.note === null ? '' : `: ${job.note}`}`, {
        hint: 'Start it again.',
        details: { job: job.id },
      });
    case 'queued':
    case 'running':
      throw new AppError(job.kind, 'CONNECTION_FAILED', `${job.title} goes on, but the instance that runs it stopped telling`, {
        hint: `See how it ends: cofferdam job watch ${job.id}`,
      });
  }
}
