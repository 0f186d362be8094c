import type { VerifyReport } from '#shared/contract/backup.ts';
import { formatCount, formatDuration, formatPlural } from '#shared/format.ts';
import { classes } from '../../components/classes.ts';
import { Time } from '../../components/time.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { verdictStanding } from '../../lib/standing.ts';

const SHOWN = 100;

const entriesText = ({ entries: { ok, total } }: VerifyReport): string =>
  total === 0 ? 'none of its entries could be read' : `${formatCount(ok)} of ${formatPlural(total, 'entry', 'entries')} intact`;

/** The verdict in a sentence, then each problem. */
export function VerifyReportView({ report }: { report: VerifyReport }) {
  const standing = verdictStanding(report.verdict);
  const tone =
    standing.tone === 'ok'
      ? 'border-line bg-ok-soft'
      : standing.tone === 'warning'
        ? 'border-warning-line bg-warning-soft'
        : 'border-error-line bg-error-soft';
  return (
    <section aria-label="Verification" className={classes('rounded-md border p-3', tone)}>
      <div className="flex items-center gap-2">
        <ToneIcon tone={standing.tone} size={16} />
        <p className="min-w-0 flex-1">
          <strong className="font-semibold">{standing.label}</strong>: {entriesText(report)}
          {report.deep ? ', deep check' : ''} · <Time at={report.checkedAt} /> · {formatDuration(report.durationMs)}
        </p>
      </div>
      {report.problems.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5">
          {report.problems.slice(0, SHOWN).map((problem) => (
            <li key={`${problem.path} ${problem.message}`} className="border-t border-error-line pt-1.5">
              {problem.path !== '' && <span className="font-mono text-sm break-all select-text">{problem.path}</span>}
              <span className="block text-sm text-muted">
                {verdictStanding(problem.verdict).label}: {problem.message}
              </span>
            </li>
          ))}
          {report.problems.length > SHOWN && (
            <li className="text-sm text-muted">and {formatCount(report.problems.length - SHOWN)} more; the command lists them all</li>
          )}
        </ul>
      )}
    </section>
  );
}
