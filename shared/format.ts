/**
 * Numbers and times as people read them, the same in every face. Pure: the caller passes the clock. Figures use the
 * decimal point and no locale, so that a page, a terminal and a test agree.
 */

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Binary units, three figures: `0 B`, `1.5 KiB`, `23.4 MiB`, `512 GiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  const sign = bytes < 0 ? '-' : '';
  let value = Math.abs(bytes);
  let unit = 0;
  // 1023.5 would be printed as "1024": the next unit says it better.
  while (unit < byteUnits.length - 1 && value >= (unit === 0 ? 1024 : 1023.5)) {
    value /= 1024;
    unit += 1;
  }
  return `${sign}${unit === 0 ? Math.round(value) : threeFigures(value)} ${byteUnits[unit]}`;
}

/** Bytes (or things) a second; `formatRate(2_097_152, 'bytes')` is `2.00 MiB/s`. */
export const formatRate = (perSecond: number, unit: string): string =>
  unit === 'bytes' ? `${formatBytes(perSecond)}/s` : `${formatCount(Math.round(perSecond))} ${unit}/s`;

/** Thousands apart by commas: `16,600`. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** A noun with its count: `1 file`, `16,600 files`. */
export const formatPlural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** A span in milliseconds: `340 ms`, `4.2 s`, `1 min 5 s`, `2 h 3 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  const span = Math.max(0, ms);
  if (span < 999.5) return `${Math.round(span)} ms`;
  if (span < 9_950) return `${(span / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(span / 60_000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(span / 3_600_000);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** How long ago, or how long until: `just now`, `5 minutes ago`, `yesterday`, `in 3 days`. `at` is ISO 8601 or a Date. */
export function formatRelative(at: string | Date, now: Date): string {
  const then = typeof at === 'string' ? new Date(at) : at;
  const ms = now.getTime() - then.getTime();
  if (!Number.isFinite(ms)) return '–';
  const past = ms >= 0;
  const span = Math.abs(ms);
  if (span < 45_000) return past ? 'just now' : 'in a moment';
  const text = longSpan(span);
  if (text === '1 day') return past ? 'yesterday' : 'tomorrow';
  return past ? `${text} ago` : `in ${text}`;
}

/** Local date and time to the minute, as in `2026-11-20 14:47`. */
export function formatDateTime(at: string | Date): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  if (Number.isNaN(date.getTime())) return '–';
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Whole per cent, held at 99 until it is all done: a bar that says 100 % must not go on working. */
export function formatPercent(done: number, total: number): string {
  if (total <= 0) return '0 %';
  return `${done >= total ? 100 : Math.min(99, Math.floor((done / total) * 100))} %`;
}

const threeFigures = (value: number): string => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

function longSpan(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return formatPlural(Math.max(1, minutes), 'minute');
  const hours = Math.round(ms / 3_600_000);
  if (hours < 24) return formatPlural(hours, 'hour');
  const days = Math.round(ms / 86_400_000);
  if (days < 14) return formatPlural(days, 'day');
  if (days < 60) return formatPlural(Math.round(days / 7), 'week');
  if (days < 365) return formatPlural(Math.round(days / 30.4), 'month');
  return formatPlural(Math.round(days / 365.25), 'year');
}
