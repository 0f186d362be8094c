import { TriangleAlert } from 'lucide-react';
import type { AreaChange, DatabaseChange, RestoreChanges } from '#shared/contract/backup.ts';
import { formatBytes, formatCount, formatPlural } from '#shared/format.ts';
import { areaNames } from '../lib/restore-plan.ts';
import { classes } from './classes.ts';

/** What a restore would do (or did): files of each area with samples, rows of each table, warnings. */
export function ChangesView({ changes }: { changes: RestoreChanges }) {
  return (
    <div className="flex flex-col gap-4">
      {changes.warnings.map((warning) => (
        <p key={warning} className="flex gap-2 rounded-md border border-warning-line bg-warning-soft p-2.5">
          <TriangleAlert size={15} className="mt-0.5 shrink-0 text-warning" aria-hidden />
          {warning}
        </p>
      ))}
      {changes.areas.map((area) => (
        <AreaView key={area.area} change={area} />
      ))}
      {changes.databases.map((database) => (
        <DatabaseView key={database.path} change={database} />
      ))}
      {changes.areas.length === 0 && <p className="text-muted">No area is restored.</p>}
    </div>
  );
}

const signs = {
  added: { sign: '+', tone: 'text-ok', word: 'added' },
  replaced: { sign: '~', tone: 'text-warning', word: 'replaced' },
  removed: { sign: '−', tone: 'text-error', word: 'removed' },
} as const;
/** A handful is read at once; more is unfolded. */
const OPEN_UP_TO = 6;
const kinds = ['added', 'replaced', 'removed'] as const;

function AreaView({ change }: { change: AreaChange }) {
  const nothing = kinds.every((kind) => change[kind] === 0);
  return (
    <section aria-label={areaNames[change.area].name}>
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{areaNames[change.area].name}</span>
        {kinds.map((kind) =>
          change[kind] === 0 ? null : (
            <span key={kind} className={classes('text-sm', signs[kind].tone)}>
              {formatCount(change[kind])} {signs[kind].word}
            </span>
          ),
        )}
        <span className="text-sm text-muted">
          {nothing ? 'Nothing changes' : `${formatCount(change.unchanged)} unchanged · ${formatBytes(change.bytes)} written`}
        </span>
      </h3>
      {change.samples.length > 0 && (
        <details open={change.samples.length <= OPEN_UP_TO} className="mt-0.5">
          <summary className="w-fit rounded-sm text-sm text-muted hover:text-text">{samplesText(change)}</summary>
          <ul className="mt-1 flex flex-col">
            {change.samples.map(({ path, change: kind }) => (
              <li key={path} className="flex gap-2 font-mono text-sm">
                <span className={classes('w-3 shrink-0 text-center', signs[kind].tone)} role="img" aria-label={signs[kind].word}>
                  {signs[kind].sign}
                </span>
                <span className="min-w-0 break-all select-text">{path}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function samplesText(change: AreaChange): string {
  const shown = change.samples.length;
  const all = kinds.reduce((sum, kind) => sum + change[kind], 0);
  return shown < all ? `${formatCount(shown)} of ${formatPlural(all, 'path')}` : formatPlural(shown, 'path');
}

const rows = (count: number | null): string => (count === null ? '–' : formatCount(count));

function DatabaseView({ change }: { change: DatabaseChange }) {
  return (
    <section aria-label={`Database ${change.path}`}>
      <h3 className="mb-1 font-mono text-sm break-all">{change.path}</h3>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="text-left text-muted">
            <th className="py-0.5 font-normal">Table</th>
            <th className="w-24 py-0.5 text-right font-normal">Rows now</th>
            <th className="w-24 py-0.5 text-right font-normal">After</th>
            <th className="w-24 py-0.5 text-right font-normal">Difference</th>
          </tr>
        </thead>
        <tbody>
          {change.tables.map(({ table, rowsNow, rowsAfter }) => (
            <tr key={table} className="border-t border-line">
              <td className="py-0.5 font-mono break-all">{table}</td>
              <td className="py-0.5 text-right">{rows(rowsNow)}</td>
              <td className="py-0.5 text-right">{rows(rowsAfter)}</td>
              <td className="py-0.5 text-right">
                <Difference now={rowsNow} after={rowsAfter} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Difference({ now, after }: { now: number | null; after: number | null }) {
  if (now === null) return <span className="text-ok">new</span>;
  if (after === null) return <span className="text-error">gone</span>;
  if (now === after) return <span className="text-muted">same</span>;
  return after > now ? (
    <span className="text-ok">+{formatCount(after - now)}</span>
  ) : (
    <span className="text-error">−{formatCount(now - after)}</span>
  );
}
