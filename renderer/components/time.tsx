import { formatDateTime, formatRelative } from '#shared/format.ts';
import { useNow } from '../lib/use-now.ts';

const LAG_MS = 60_000;

/** How long ago, with the moment itself in a tooltip; or the other way round. */
export function Time({ at, absolute = false, className }: { at: string; absolute?: boolean; className?: string }) {
  const now = notBefore(useNow(), at);
  const [shown, title] = absolute ? [formatDateTime(at), formatRelative(at, now)] : [formatRelative(at, now), formatDateTime(at)];
  return (
    <time dateTime={at} title={title} className={className}>
      {shown}
    </time>
  );
}

/** The shared clock moves in steps, so something from just now may lie ahead of it. */
function notBefore(now: Date, at: string): Date {
  const ahead = Date.parse(at) - now.getTime();
  return ahead > 0 && ahead < LAG_MS ? new Date(at) : now;
}
