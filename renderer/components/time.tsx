import { formatDateTime, formatRelative } from '#shared/format.ts';
import { notBefore, useNow } from '../lib/use-now.ts';

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
