export interface Column<T> {
  title: string;
  value: (row: T) => string;
  align?: 'right';
}

/** Aligned columns, two spaces apart, no lines; the last column is not padded. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
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
