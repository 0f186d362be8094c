import type { LiveJob } from './job-feed.ts';
import { outcomeOf } from './job-words.ts';

/** Jobs that have every word of the query in their title, kind, id or state. */
export function filterJobs(jobs: readonly LiveJob[], query: string): readonly LiveJob[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return jobs;
  return jobs.filter(({ job }) => {
    const text = `${job.title} ${job.kind} ${job.id} ${outcomeOf(job).label}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
