import type { VerifyReport } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import { useJobs } from './live.ts';

/** What the latest verification job that this page knows of found in a backup. */
export function useLatestVerification(id: string): VerifyReport | undefined {
  for (const { job } of useJobs()) {
    const report = reportsOf(job).find((found) => found.id === id);
    if (report) return report;
  }
  return undefined;
}

/** A job's result is checked against the contract where it is made; its kind says which shape it has. */
export function reportsOf(job: Job): readonly VerifyReport[] {
  if (job.kind !== 'backup.verify' || job.state !== 'succeeded') return [];
  return (job.result as { reports: VerifyReport[] }).reports;
}
