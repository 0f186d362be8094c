/** Something that happened at a moment. The caller gives them newest first, as lists of backups come. */
export interface Moment {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** The moments that share one slot of the drawing. */
export interface Mark {
  /** Left edge of the slot in pixels. */
  x: number;
  count: number;
  /** The newest of them. */
  id: string;
  /** Indexes into the given list, first (newest) and last (oldest). */
  first: number;
  last: number;
}

export interface Tick {
  x: number;
  label: string;
}

export interface Span {
  from: number;
  to: number;
}

const DAY = 86_400_000;
export const ranges = { day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY } as const;
export type Range = keyof typeof ranges | 'all';

/** What to draw: the last so much until now, or from the oldest moment on. A little air is left on both sides. */
export function spanOf(moments: readonly Moment[], range: Range, now: number): Span {
  const to = Math.max(now, moments[0]?.at ?? now);
  const length = range === 'all' ? Math.max(to - (moments.at(-1)?.at ?? to), 3_600_000) : ranges[range];
  return { from: to - length * 1.02, to: to + length * 0.01 };
}

export const xOf = (at: number, { from, to }: Span, width: number): number => ((at - from) / (to - from)) * width;

/** Gathers moments into slots of so many pixels, oldest first. One pass, so that tens of thousands cost nothing. */
export function layoutMarks(moments: readonly Moment[], span: Span, width: number, slot: number): Mark[] {
  const marks: Mark[] = [];
  let open: Mark | undefined;
  for (const [index, moment] of moments.entries()) {
    if (moment.at > span.to) continue;
    if (moment.at < span.from) break;
    const x = Math.floor(xOf(moment.at, span, width) / slot) * slot;
    if (open && open.x === x) {
      open.count += 1;
      open.last = index;
    } else {
      open = { x, count: 1, id: moment.id, first: index, last: index };
      marks.push(open);
    }
  }
  return marks.reverse();
}

/** Height of a mark between 0 and 1. Logarithmic, so that one backup is still seen beside a thousand. */
export const heightOf = (count: number, most: number): number => (most <= 1 ? 0.6 : 0.35 + 0.65 * (Math.log(count) / Math.log(most)));

/** The mark whose middle is nearest to a pointer. */
export function nearestMark(marks: readonly Mark[], x: number, slot: number): Mark | undefined {
  let best: Mark | undefined;
  for (const mark of marks) {
    if (!best || Math.abs(mark.x + slot / 2 - x) < Math.abs(best.x + slot / 2 - x)) best = mark;
  }
  return best;
}

const steps = [
  { ms: 3_600_000, name: 'hour' },
  { ms: 6 * 3_600_000, name: 'hour' },
  { ms: DAY, name: 'day' },
  { ms: 7 * DAY, name: 'day' },
  // The shortest there is: a step that fits only most of the time would leave a label out here and there.
  { ms: 28 * DAY, name: 'month' },
  { ms: 90 * DAY, name: 'quarter' },
  { ms: 365 * DAY, name: 'year' },
] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Labels at round local times, no nearer to each other than `gap` pixels. */
export function layoutTicks(span: Span, width: number, gap: number): Tick[] {
  const step = steps.find(({ ms }) => xOf(span.from + ms, span, width) >= gap) ?? steps[steps.length - 1];
  if (!step) return [];
  const ticks: Tick[] = [];
  const cursor = floorTo(new Date(span.from), step);
  while (cursor.getTime() < span.to && ticks.length < 400) {
    const x = xOf(cursor.getTime(), span, width);
    if (x >= 0 && x >= (ticks.at(-1)?.x ?? -gap) + gap) ticks.push({ x, label: labelOf(cursor, step.name) });
    advance(cursor, step);
  }
  return ticks;
}

type Step = (typeof steps)[number];

/** Calendar arithmetic on the local date, so that a tick stays at midnight over a change of the clock. */
function floorTo(date: Date, { ms, name }: Step): Date {
  date.setMinutes(0, 0, 0);
  if (name === 'hour') date.setHours(Math.floor(date.getHours() / (ms / 3_600_000)) * (ms / 3_600_000));
  else date.setHours(0);
  if (name === 'month' || name === 'quarter' || name === 'year') date.setDate(1);
  if (name === 'quarter') date.setMonth(date.getMonth() - (date.getMonth() % 3));
  if (name === 'year') date.setMonth(0);
  return date;
}

function advance(date: Date, { ms, name }: Step): void {
  if (name === 'hour') date.setHours(date.getHours() + ms / 3_600_000);
  else if (name === 'day') date.setDate(date.getDate() + ms / DAY);
  else date.setMonth(date.getMonth() + { month: 1, quarter: 3, year: 12 }[name]);
}

function labelOf(date: Date, name: Step['name']): string {
  const month = months[date.getMonth()] ?? '';
  if (name === 'year') return String(date.getFullYear());
  if (name === 'month' || name === 'quarter') return date.getMonth() === 0 ? `${month} ${date.getFullYear()}` : month;
  if (name === 'hour' && date.getHours() !== 0) return `${String(date.getHours()).padStart(2, '0')}:00`;
  return `${date.getDate()} ${month}`;
}
