import Database from 'better-sqlite3';
import { quoteName } from '../sqlite-copy.ts';
import { salvageTable, type SalvagedTable, type SalvageOptions } from './salvage-rows.ts';

export interface Salvaged {
  tables: SalvagedTable[];
  warnings: string[];
}

interface SchemaItem {
  type: 'table' | 'index' | 'trigger' | 'view';
  name: string;
  sql: string;
}

/**
 * Builds a new database at `target` out of all that can still be read of a damaged one: schema, rows table by table,
 * then indexes, views and triggers. Needs no tool, but a readable schema (page 1).
 * @throws SqliteError when not even the schema can be read
 */
export function salvageDatabase(sourcePath: string, targetPath: string, options: SalvageOptions): Salvaged {
  const source = new Database(sourcePath, { fileMustExist: true });
  const target = new Database(targetPath);
  const warnings: string[] = [];
  try {
    const schema = readSchema(source);
    copyPragmas(source, target);
    target.pragma('foreign_keys = OFF');
    // Nobody else has this file, and a crash makes it again from the start; the caller flushes it once, at the end.
    target.pragma('journal_mode = OFF');
    target.pragma('synchronous = OFF');
    const attempt = (item: SchemaItem): boolean => {
      try {
        target.exec(item.sql);
        return true;
      } catch (error) {
        warnings.push(`The ${item.type} ${item.name} could not be made again: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    };
    const of = (type: SchemaItem['type']): SchemaItem[] => schema.filter((item) => item.type === type);
    const virtual = new Set(namesOfType(source, 'virtual'));
    const shadows = new Set(namesOfType(source, 'shadow'));
    const tables = of('table').filter(({ name }) => !shadows.has(name));
    const made = tables.filter((item) => !virtual.has(item.name) && attempt(item));
    const salvaged = made.map(({ name }) => salvageTable(source, target, name, options));
    for (const item of tables.filter(({ name }) => virtual.has(name)))
      if (attempt(item)) salvaged.push(...refill(source, target, item, options, warnings));
    copySequences(source, target);
    for (const item of [...of('index'), ...of('view'), ...of('trigger')]) attempt(item);
    return { tables: salvaged, warnings };
  } finally {
    source.close();
    target.close();
  }
}

const readSchema = (source: Database.Database): SchemaItem[] =>
  source
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")
    .all() as SchemaItem[];

const namesOfType = (source: Database.Database, type: string): string[] =>
  source.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ?").pluck().all(type) as string[];

function copyPragmas(source: Database.Database, target: Database.Database): void {
  for (const name of ['page_size', 'encoding', 'auto_vacuum', 'user_version', 'application_id']) {
    const value = source.pragma(name, { simple: true }) as string | number;
    target.pragma(`${name} = ${typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value}`);
  }
}

/** A full-text index over a table of its own is filled from that table; over another table, it is built anew. */
function refill(
  source: Database.Database,
  target: Database.Database,
  { name, sql }: SchemaItem,
  options: SalvageOptions,
  warnings: string[],
): SalvagedTable[] {
  try {
    if (/\bcontent\s*=\s*['"]?\w/i.test(sql)) {
      target.exec(`INSERT INTO ${quoteName(name)}(${quoteName(name)}) VALUES ('rebuild')`);
      return [];
    }
    const columns = source.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(name) as string[];
    const content = source
      .prepare(`SELECT * FROM ${quoteName(`${name}_content`)}`)
      .raw()
      .safeIntegers();
    const insert = target.prepare(
      `INSERT INTO ${quoteName(name)} (rowid, ${columns.map(quoteName).join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`,
    );
    let kept = 0;
    for (const row of content.iterate() as IterableIterator<unknown[]>) {
      insert.run(...row.slice(0, columns.length + 1));
      kept += 1;
      options.check();
    }
    return [{ table: name, kept, lost: null }];
  } catch (error) {
    warnings.push(`The index ${name} could not be filled again: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** The highest id ever given, which AUTOINCREMENT must not give again. */
function copySequences(source: Database.Database, target: Database.Database): void {
  try {
    const rows = source.prepare('SELECT name, seq FROM sqlite_sequence').safeIntegers().all() as { name: string; seq: bigint }[];
    const put = target.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
    for (const { name, seq } of rows) put.run(seq, name);
  } catch {
    // No table uses AUTOINCREMENT, or its counters are what is damaged: the rows' own maximum then stands.
  }
}
