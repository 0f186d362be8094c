import type { JobState } from '#shared/contract/job.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { followJob } from '../follow-job.ts';
import { jobFields, jobTable } from '../text/job.ts';

export const listJobs = (context: CliContext, options: { limit: number; state?: JobState }): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.job.list(options), ({ jobs }, width) => jobTable(jobs, new Date(), width));
  });

export const showJob = (context: CliContext, id: string): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.job.get({ id }), (job) => jobFields(job, new Date()));
  });

export const watchJob = (context: CliContext, id: string): Promise<void> =>
  withClient(context, async ({ client }) => {
    const job = await followJob(context, client, await client.job.get({ id }));
    context.output.result(job, () => jobFields(job, new Date()));
  });

export const cancelJob = (context: CliContext, id: string): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.job.cancel({ id }), (job) => `${job.title}: ${job.state === 'running' ? 'stopping' : job.state}.`);
  });
