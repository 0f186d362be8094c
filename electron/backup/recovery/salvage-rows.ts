import Database from 'better-sqlite3';
import { quoteName } from '../sqlite-copy.ts';

/** Reads of a damaged database fail with these; anything else is our own mistake and goes up. */
const isDamage = (error: unknown): boolean => error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(error.code);

export interface SalvagedTable {
  table: string;
  kept: number;
  /** Null where nothing tells how many there were. */
  lost: number | null;
}

export interface SalvageOptions {
  check: () => void;
  onRows?: (kept: number) => void;
}

const lowest = -(2n ** 63n);
const highest = 2n ** 63n - 1n;
const batchRows = 2_000;
/** Look-ups without a single row found, after which what is left of a table is given up. */
const mostFruitless = 4_000;

/** Copies every row of a table that can still be read into the same table of `target`. */
export function salvageTable(source: Database.Database, target: Database.Database, table: string, options: SalvageOptions): SalvagedTable {
  const columns = storedColumns(source, table);
  const kept = hasRowid(source, table)
    ? salvageByRowid(source, target, table, columns, options)
    : salvageByKey(source, target, table, columns, options);
  const total = countRowsLeft(source, table);
  return { table, kept, lost: total === null ? null : Math.max(0, total - kept) };
}

/**
 * A damaged page hides a run of rowids. A range is read from its front and from its back up to the damage; what is
 * left between is looked at in parts, because good pages may lie between two damaged ones.
 */
function salvageByRowid(
  source: Database.Database,
  target: Database.Database,
  table: string,
  columns: string[],
  { check, onRows }: SalvageOptions,
): number {
  const list = columns.map(quoteName).join(', ');
  const read = (direction: 'ASC' | 'DESC') =>
    source
      .prepare(`SELECT rowid AS "rowid", ${list} FROM ${quoteName(table)} WHERE rowid BETWEEN ? AND ? ORDER BY rowid ${direction}`)
      .raw()
      .safeIntegers();
  const upward = read('ASC');
  const downward = read('DESC');
  const insert = insertInto(target, table, columns, rowidAlias(source, table));
  let kept = 0;

  /** @returns the last rowid read, null for none, and whether the range was read to its end */
  const take = (statement: Database.Statement, isUpward: boolean, low: bigint, high: bigint): { last: bigint | null; whole: boolean } => {
    let batch: unknown[][] = [];
    let last: bigint | null = null;
    let whole = true;
    const rows = statement.iterate(low, high) as IterableIterator<unknown[]>;
    try {
      for (const row of rows) {
        const rowid = row[0] as bigint;
        // A tree whose pointers are damaged can lead in circles, or to rows that do not belong here.
        if (rowid < low || rowid > high || (last !== null && rowid > last !== isUpward) || rowid === last) {
          whole = false;
          break;
        }
        last = rowid;
        batch.push(row);
        if (batch.length < batchRows) continue;
        kept += insert(batch);
        batch = [];
        check();
        onRows?.(kept);
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      whole = false;
    }
    kept += insert(batch);
    return { last, whole };
  };

  let fruitless = 0;
  const ranges: Range[] = [[lowest, highest]];
  for (let range = ranges.shift(); range && fruitless < mostFruitless; range = ranges.shift()) {
    check();
    const [low, high] = range;
    const up = take(upward, true, low, high);
    if (up.whole) continue;
    const down = take(downward, false, up.last === null ? low : up.last + 1n, high);
    fruitless = up.last === null && down.last === null ? fruitless + 1 : 0;
    if (down.whole) continue;
    const first = up.last === null ? low : up.last + 1n;
    const last = down.last === null ? high : down.last - 1n;
    if (first < last) ranges.push(...parts(first, last, { front: up.last !== null, back: down.last !== null }));
  }
  return kept;
}

type Range = [low: bigint, high: bigint];

/**
 * Where to look next in a range whose ends are damaged: near rows that could be read, in steps that double, because
 * damage is mostly one page and rowids may lie anywhere in 64 bits; where nothing is known, around 1, where most
 * tables begin, or in halves.
 */
function parts(first: bigint, last: bigint, readable: { front: boolean; back: boolean }): Range[] {
  const middle = first + (last - first) / 2n;
  if (readable.front && readable.back) return [...upwards(first, middle), ...downwards(middle + 1n, last)];
  if (readable.front) return upwards(first, last);
  if (readable.back) return downwards(first, last);
  if (first <= 0n && last > 0n) return [...upwards(1n, last), ...downwards(first, 0n)];
  return [
    [first, middle],
    [middle + 1n, last],
  ];
}

function upwards(first: bigint, last: bigint): Range[] {
  const ranges: Range[] = [];
  for (let low = first, size = 1n; low <= last; low += size, size *= 2n)
    ranges.push([low, low + size - 1n > last ? last : low + size - 1n]);
  return ranges;
}

function downwards(first: bigint, last: bigint): Range[] {
  return upwards(-last, -first).map(([low, high]) => [-high, -low]);
}

/** Writes a batch in one transaction. @returns how many were new */
function insertInto(target: Database.Database, table: string, columns: string[], columnsHoldRowid: boolean): (rows: unknown[][]) => number {
  const names = columnsHoldRowid ? columns.map(quoteName) : ['rowid', ...columns.map(quoteName)];
  const statement = target.prepare(
    `INSERT OR IGNORE INTO ${quoteName(table)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  return target.transaction((rows: unknown[][]) => {
    let added = 0;
    for (const row of rows) added += statement.run(...(columnsHoldRowid ? row.slice(1) : row)).changes;
    return added;
  });
}

/** WITHOUT ROWID: what can be read from the front, then from the back. */
function salvageByKey(
  source: Database.Database,
  target: Database.Database,
  table: string,
  columns: string[],
  { check }: SalvageOptions,
): number {
  const key = primaryKey(source, table);
  const list = columns.map(quoteName).join(', ');
  const insert = target.prepare(`INSERT OR IGNORE INTO ${quoteName(table)} (${list}) VALUES (${columns.map(() => '?').join(', ')})`);
  let kept = 0;
  for (const direction of ['ASC', 'DESC']) {
    try {
      const order = key.map((column) => `${quoteName(column)} ${direction}`).join(', ');
      for (const row of source
        .prepare(`SELECT ${list} FROM ${quoteName(table)} ORDER BY ${order}`)
        .raw()
        .safeIntegers()
        .iterate() as IterableIterator<unknown[]>) {
        kept += insert.run(...row).changes;
      }
      return kept;
    } catch (error) {
      if (!isDamage(error)) throw error;
      check();
    }
  }
  return kept;
}

/** How many rows there were, from whichever b-tree still counts: the table itself or one of its indexes. */
function countRowsLeft(source: Database.Database, table: string): number | null {
  const indexes = source.prepare('SELECT name FROM pragma_index_list(?) WHERE partial = 0').pluck().all(table) as string[];
  for (const by of ['NOT INDEXED', ...indexes.map((name) => `INDEXED BY ${quoteName(name)}`)]) {
    try {
      return Number(
        source
          .prepare(`SELECT count(*) FROM ${quoteName(table)} ${by}`)
          .pluck()
          .get(),
      );
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    }
  }
  return null;
}

/** Generated columns are computed again, not copied. */
const storedColumns = (source: Database.Database, table: string): string[] =>
  source.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid').pluck().all(table) as string[];

const primaryKey = (source: Database.Database, table: string): string[] =>
  source.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').pluck().all(table) as string[];

const hasRowid = (source: Database.Database, table: string): boolean =>
  source.prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?").pluck().get(table) === 0;

/** Whether a column is the rowid under another name (INTEGER PRIMARY KEY), so that copying the columns keeps it. */
function rowidAlias(source: Database.Database, table: string): boolean {
  const keys = source.prepare('SELECT type FROM pragma_table_info(?) WHERE pk > 0').pluck().all(table) as string[];
  return keys.length === 1 && keys[0]?.toUpperCase() === 'INTEGER';
}
