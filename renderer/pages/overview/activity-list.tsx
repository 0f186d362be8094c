import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { ActivityEntry } from '#shared/contract/app.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { orpc } from '../../lib/client.ts';
import { readable } from '../../lib/readable.ts';
import type { Tone } from '../../lib/standing.ts';

const tones: Record<ActivityEntry['level'], Tone> = { info: 'ok', warning: 'warning', error: 'error' };

/** What happened lately, newest first. */
export function ActivityList() {
  const { data, error, refetch } = useQuery(orpc.app.activity.queryOptions({ input: { limit: 20 } }));
  return (
    <section aria-labelledby="activity">
      <h2 id="activity" className="mb-2 font-semibold">
        Activity
      </h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows label="Loading the activity" />}
      {data?.entries.length === 0 && <p className="text-muted">Nothing yet. Backups, verifications and restores are listed here.</p>}
      {data && data.entries.length > 0 && (
        <ul className="rounded-lg border border-line">
          {data.entries.map((entry) => (
            <li key={entry.id} className="flex min-h-8 items-center gap-2.5 border-b border-line px-3 py-1 last:border-0">
              <ToneIcon tone={tones[entry.level]} {...(entry.level === 'info' ? {} : { label: entry.level })} />
              <span className="min-w-0 flex-1 break-words first-letter:uppercase">
                <Subject entry={entry} />
              </span>
              <Time at={entry.at} className="shrink-0 text-sm text-faint" />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Subject({ entry }: { entry: ActivityEntry }) {
  const to = entry.subject === null ? null : targetOf(entry.kind, entry.subject);
  if (to === null) return readable(entry.message);
  return (
    <Link href={to} className="rounded-sm hover:underline">
      {readable(entry.message)}
    </Link>
  );
}

/** Where to read more about an entry. Its kind starts with the domain, as in `backup.created`. */
function targetOf(kind: string, subject: string): string | null {
  if ((kind.startsWith('backup.') && kind !== 'backup.deleted') || kind.startsWith('restore.')) return `/backups/${subject}`;
  if (kind.startsWith('job.')) return `/jobs/${subject}`;
  return null;
}
