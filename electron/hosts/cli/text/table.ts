import { formatDateTime } from '#shared/format.ts';

export interface Column<T> {
  title: string;
  value: (row: T) => string;
  align?: 'right';
  /** Left out first where all of them do not fit. */
  spare?: boolean;
  /** Longer text than fits is cut off, or left out where next to nothing of it fits; the last column only. */
  cut?: boolean;
}

/** Aligned columns, two spaces apart, no lines; the last column is not padded. Narrower than `width` as far as columns allow it. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[], width = Number.POSITIVE_INFINITY): string {
  const text = render(rows, columns);
  if (widest(text) <= width) return text;
  const spare = columns.findLastIndex((column) => column.spare === true);
  if (spare >= 0) return table(rows, columns.toSpliced(spare, 1), width);
  if (columns.at(-1)?.cut !== true) return text;
  const others = render(rows, columns.slice(0, -1));
  return widest(others) + LEAST_CUT > width ? others : shorten(text, width);
}

/** Fewer characters of a cut column say nothing. */
const LEAST_CUT = 8;

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

const shorten = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1)).trimEnd()}…`))
    .join('\n');

function render<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => plain(column.value(row))))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => (line[index] ?? '').length)));
  const pad = (text: string, index: number): string => {
    const width = widths[index] ?? 0;
    if (columns[index]?.align === 'right') return text.padStart(width);
    return index === columns.length - 1 ? text : text.padEnd(width);
  };
  return cells.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Names and values below each other; those that are null are left out. */
export function fields(pairs: readonly (readonly [string, string | null])[]): string {
  const said = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null);
  const width = Math.max(0, ...said.map(([name]) => name.length));
  return said.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`).join('\n');
}

/** File names and labels may hold what a terminal takes for a command. */
export const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?');

/** Words in lines of at most `width` characters, the second and later ones begun with `indent`. A longer word stays whole. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(' ')) {
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line].join('\n');
}

const isoTimestamp = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** A sentence that was written for any reader, with its UTC timestamps as local time. */
export const readable = (text: string): string => plain(text).replace(isoTimestamp, (moment) => formatDateTime(moment));
