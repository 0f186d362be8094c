import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { checkDatabases, discoverDatabases } from './health.ts';
import { copySqlite, countRows } from './sqlite-copy.ts';
import { context } from './testing/create.ts';
import { addRows, rowsOf } from './testing/home.ts';

let folder: string;
let source: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-sqlite-'));
  source = join(folder, 'source.db');
  target = join(folder, 'target');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database in the state in which a crash in the midst of a large transaction leaves it: its journal must be rolled back. */
function crashed(path: string): void {
  const live = join(folder, 'live.db');
  const database = new Database(live);
  database.exec('CREATE TABLE note (text TEXT)');
  database.exec("INSERT INTO note VALUES ('A committed')");
  database.pragma('cache_size = 1');
  database.exec('BEGIN');
  const insert = database.prepare('INSERT INTO note VALUES (?)');
  for (let index = 0; index < 3_000; index += 1) insert.run(`B ${'y'.repeat(400)}`);
  copyFileSync(live, path);
  copyFileSync(`${live}-journal`, `${path}-journal`);
  database.exec('ROLLBACK');
  database.close();
  rmSync(live);
}

describe('a copy of a database', () => {
  it('is sealed, tells its rows and version, and leaves the source alone', async () => {
    addRows(source, 'A', 20);
    const database = new Database(source);
    database.pragma('user_version = 7');
    const pages: number[] = [];
    const copy = await copySqlite(source, target, { onPages: (done) => pages.push(done) });
    expect(copy).toEqual({ userVersion: 7, rows: { note: 20 } });
    expect(readdirSync(folder).filter((name) => name.startsWith('target'))).toEqual(['target']);
    expect(pages.length).toBeGreaterThan(0);
    database.close();
  });

  it('of one that a crash left in the midst of a transaction is as before that transaction', async () => {
    crashed(source);
    expect(await copySqlite(source, target)).toMatchObject({ rows: { note: 1 } });
    expect(rowsOf(target)).toEqual({ A: 1 });
  });

  it('of one with functions and collations of another program is made all the same', async () => {
    const database = new Database(source);
    database.function('theirs', { deterministic: true }, (x) => (Number(x) > 0 ? 1 : 0));
    database.exec('CREATE TABLE t (x INTEGER CHECK (theirs(x)), y TEXT); CREATE INDEX i ON t (y); INSERT INTO t VALUES (1, 2)');
    database.unsafeMode(true);
    database.pragma('writable_schema = ON');
    database.exec("UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (y COLLATE their_order)' WHERE name = 'i'");
    database.close();
    // Its rows are counted through that index, so nobody knows how many there are.
    expect(await copySqlite(source, target)).toEqual({ userVersion: 0, rows: {} });
  });

  it('counts no virtual table, no shadow of one and nothing of SQLite itself', () => {
    const database = new Database(source);
    database.exec(`CREATE TABLE "odd ""name" (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO "odd ""name" DEFAULT VALUES;
      CREATE VIRTUAL TABLE search USING fts5(text); CREATE VIEW v AS SELECT 1; INSERT INTO search VALUES ('x')`);
    expect(countRows(database)).toEqual({ 'odd "name': 1 });
    database.close();
  });

  it('of one that is empty or has no table is made', async () => {
    new Database(source).exec('CREATE TABLE t (x); DROP TABLE t').close();
    expect(await copySqlite(source, target)).toEqual({ userVersion: 0, rows: {} });
  });

  it.each<[string, () => void, string]>([
    ['text', () => writeFileSync(source, 'no database '.repeat(1000)), 'CORRUPT'],
    ['not there', () => undefined, 'IO'],
  ])('of what is %s fails, names it and leaves nothing', async (_what, make, code) => {
    make();
    await expect(copySqlite(source, target)).rejects.toMatchObject({ code, message: expect.stringContaining(source) });
    expect(existsSync(target)).toBe(false);
  });

  it('stops when it is cancelled, and leaves nothing', async () => {
    addRows(source, 'A', 2_000);
    const check = (): void => {
      throw new AppError('task', 'CANCELLED', 'Cancelled');
    };
    await expect(copySqlite(source, target, { check })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(folder).filter((name) => name.startsWith('target'))).toEqual([]);
    addRows(source, 'B', 1); // nothing is locked any more
  });
});

describe('the health of databases', () => {
  it('is asked of top-level files of the data area that are databases by their content', async () => {
    addRows(source, 'A', 1);
    addRows(join(folder, 'without-suffix'), 'A', 1);
    writeFileSync(join(folder, 'named.db'), 'no database');
    writeFileSync(join(folder, 'empty.db'), '');
    expect(discoverDatabases(folder)).toEqual([source, join(folder, 'without-suffix')]);
    expect(discoverDatabases(join(folder, 'none'))).toEqual([]);
    expect(await checkDatabases(folder, context())).toEqual([
      { path: source, problems: [] },
      { path: join(folder, 'without-suffix'), problems: [] },
    ]);
  });

  it('is told of a damaged one, and is no matter of who has it open', async () => {
    addRows(source, 'A', 300);
    const other = join(folder, 'z.db');
    addRows(other, 'A', 300);
    const bytes = Buffer.alloc(8192, 0xff);
    writeFileSync(source, bytes, { flag: 'r+', flush: true });
    const [damaged] = await checkDatabases(folder, context());
    // Without its magic bytes it is no database any more, and the one that is left is whole.
    expect(damaged).toEqual({ path: other, problems: [] });
    writeFileSync(other, Buffer.concat([Buffer.from('SQLite format 3\0'), bytes.subarray(16)]), { flag: 'r+' });
    expect(await checkDatabases(folder, context())).toMatchObject([{ path: other, problems: [expect.stringContaining('damaged')] }]);
  });

  it('rolls back what a crash left', async () => {
    crashed(source);
    expect(await checkDatabases(folder, context())).toEqual([{ path: source, problems: [] }]);
    expect(existsSync(`${source}-journal`)).toBe(false);
  });
});
