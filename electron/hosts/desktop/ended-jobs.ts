import { isFinished, type Job } from '#shared/contract/job.ts';

/**
 * Tells, of a stream of job states, each end once. What had ended before `since` is old news: the stream starts with
 * the jobs as they are.
 */
export function createEndedJobs(since: Date): (job: Job) => boolean {
  const told = new Set<string>();
  return (job) => {
    if (!isFinished(job.state) || told.has(job.id)) return false;
    told.add(job.id);
    return job.finishedAt !== null && new Date(job.finishedAt) >= since;
  };
}
