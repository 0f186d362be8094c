import { jobResults } from '#shared/contract/backup.ts';
import type { Job, JobKind } from '#shared/contract/job.ts';
import { formatBytes, formatPlural } from '#shared/format.ts';

export interface Notice {
  title: string;
  body: string;
  urgency: 'normal' | 'critical';
  /** The page that a click opens. */
  route: string;
}

/**
 * What to say of a job that has ended. Null: nothing, for it still runs, the user ended it, or (a plan) its
 * result is only of use to the dialog that asked for it.
 */
export function notificationFor(job: Job): Notice | null {
  const route = `/jobs/${job.id}`;
  if (job.kind === 'backup.plan') return null;
  if (job.state === 'failed') {
    const body = [job.error?.message ?? 'No reason was recorded', job.error?.hint ?? ''].filter((part) => part !== '').join('. ');
    return { title: `${job.title} failed`, body, urgency: 'critical', route };
  }
  return job.state === 'succeeded' ? success(job, route) : null;
}

/** Whether it is worth a notification: the user asked for them and is not looking at the window already. */
export const shouldNotify = (context: { enabled: boolean; focused: boolean }): boolean => context.enabled && !context.focused;

function success(job: Job, route: string): Notice {
  return successes[job.kind](job.result, { title: `${job.title} finished`, body: '', urgency: 'normal', route });
}

/** What each kind's result adds to the plain news. A result that can't be read adds nothing. */
const successes: Record<JobKind, (result: unknown, plain: Notice) => Notice> = {
  'backup.create': written,
  'backup.import': written,
  'backup.verify': (result, plain) => {
    const { data } = jobResults['backup.verify'].safeParse(result);
    if (!data) return plain;
    const bad = data.reports.filter((report) => report.verdict !== 'valid').length;
    const backups = formatPlural(data.reports.length, 'backup');
    if (data.ok && bad === 0) return { ...plain, body: `${backups} verified: every entry is right` };
    return { ...plain, title: 'Verification found problems', body: `${bad} of ${backups} can't be relied on`, urgency: 'critical' };
  },
  'backup.restore': (result, plain) => {
    const { data } = jobResults['backup.restore'].safeParse(result);
    if (data && 'success' in data) return { ...plain, body: `${formatPlural(data.filesRestored, 'file')} restored`, route: '/backups' };
    return { ...plain, title: 'Restore is staged', body: 'It is applied when Cofferdam restarts', route: '/backups' };
  },
  'backup.export': (result, plain) => {
    const { data } = jobResults['backup.export'].safeParse(result);
    return data ? { ...plain, body: `${data.to}, ${formatBytes(data.sizeBytes)}` } : plain;
  },
  'backup.plan': (_, plain) => plain,
};

function written(result: unknown, plain: Notice): Notice {
  const { data } = jobResults['backup.create'].safeParse(result);
  return data ? { ...plain, body: `${formatPlural(data.fileCount, 'file')}, ${formatBytes(data.sizeBytes)}`, route: '/backups' } : plain;
}
