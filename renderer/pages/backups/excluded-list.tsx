import { useQuery } from '@tanstack/react-query';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { orpc } from '../../lib/client.ts';

/** What is not in the backup, and why: nothing is left out silently. */
export function ExcludedList({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(orpc.backup.files.queryOptions({ input: { id, limit: 1 } }));
  if (error) {
    return (
      <div className="p-5">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) return <SkeletonRows label="Loading what was left out" />;
  if (data.excluded.length === 0) return <p className="p-6 text-center text-muted">Nothing was left out of this backup.</p>;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} aria-label="Left out">
      {data.excluded.map(({ path, why }) => (
        <li key={path} className="border-b border-line px-5 py-2">
          <span className="font-mono text-sm break-all select-text">{path}</span>
          <span className="block text-sm text-muted first-letter:uppercase">{why}</span>
        </li>
      ))}
    </ul>
  );
}
