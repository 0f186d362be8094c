import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Database, File, Folder, Link2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { BackupEntry } from '#shared/contract/backup.ts';
import { formatBytes, formatDateTime, formatPlural } from '#shared/format.ts';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FilterInput } from '../../components/filter-input.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { pagesInView } from '../../lib/pages-in-view.ts';
import { useDebounced } from '../../lib/use-debounced.ts';

const PAGE = 200;
const ROW = 28;

const pageOptions = (id: string, search: string, page: number) =>
  orpc.backup.files.queryOptions({ input: { id, offset: page * PAGE, limit: PAGE, ...(search === '' ? {} : { search }) } });

/** What a backup holds. Only the pages in view are fetched, and only the rows in view exist. */
export function FileList({ id }: { id: string }) {
  const [query, setQuery] = useState('');
  const search = useDebounced(query.trim(), 180);
  const first = useQuery({ ...pageOptions(id, search, 0), placeholderData: keepPreviousData });
  return (
    <>
      <div className="flex shrink-0 items-center gap-3 border-b border-line px-3 py-2">
        <FilterInput label="Search files" value={query} onChange={setQuery} />
        {first.data && <span className="shrink-0 text-sm text-muted">{formatPlural(first.data.total, 'entry', 'entries')}</span>}
        <CommandButton command={commands.backupFiles(id)} what="Files" />
      </div>
      {first.error && (
        <div className="p-5">
          <ErrorNotice error={first.error} onRetry={() => void first.refetch()} />
        </div>
      )}
      {!first.data && !first.error && <SkeletonRows rows={8} label="Loading the files" />}
      {first.data && first.data.total === 0 && (
        <p className="p-6 text-center text-muted">{search === '' ? 'This backup holds no files.' : 'No path matches.'}</p>
      )}
      {first.data && first.data.total > 0 && <Rows key={search} id={id} search={search} total={first.data.total} />}
    </>
  );
}

function Rows({ id, search, total }: { id: string; search: string; total: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 16 });
  const rows = virtualizer.getVirtualItems();
  const wanted = pagesInView(rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0, PAGE);
  const pages = useQueries({ queries: wanted.map((page) => pageOptions(id, search, page)) });
  const failed = pages.find(({ error }) => error !== null);
  const entryAt = (index: number): BackupEntry | undefined => pages[wanted.indexOf(Math.floor(index / PAGE))]?.data?.entries[index % PAGE];
  if (failed) {
    return (
      <div className="p-5">
        <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
      </div>
    );
  }
  return (
    // A region that scrolls must be reachable by the keyboard.
    <div
      ref={scroller}
      tabIndex={0}
      role="group"
      aria-label="Files"
      className="min-h-0 flex-1 overflow-y-auto [contain:strict] focus-visible:-outline-offset-2"
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <li
            key={row.key}
            className="absolute inset-x-0 top-0 flex items-center gap-2.5 px-5"
            style={{ height: ROW, transform: `translateY(${row.start}px)` }}
          >
            <Entry entry={entryAt(row.index)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const icons = { file: File, sqlite: Database, link: Link2, folder: Folder };
const kinds = { file: 'File', sqlite: 'Database', link: 'Link', folder: 'Folder' };

function Entry({ entry }: { entry: BackupEntry | undefined }) {
  if (!entry) return <span className="skeleton h-3 w-2/3" />;
  const Icon = icons[entry.kind];
  return (
    <>
      <Icon size={14} className="shrink-0 text-faint" role="img" aria-label={kinds[entry.kind]} />
      <span className="min-w-0 flex-1 truncate font-mono text-sm select-text" title={entry.path}>
        {entry.path}
      </span>
      <span className="hidden shrink-0 text-sm text-faint min-[1200px]:block">{formatDateTime(entry.mtime)}</span>
      <span className="w-16 shrink-0 text-right text-sm text-muted">{entry.kind === 'folder' ? '' : formatBytes(entry.size)}</span>
    </>
  );
}
