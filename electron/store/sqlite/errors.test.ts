import Database from 'better-sqlite3';
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { temporaryFolder } from '../test-backends.ts';
import { sqliteError } from './errors.ts';

const of = (code: string): unknown => sqliteError('op', new Database.SqliteError('told so', code), '/home/x.db');

describe('what SQLite says', () => {
  test.each([
    ['SQLITE_BUSY', 'BUSY'],
    ['SQLITE_BUSY_SNAPSHOT', 'BUSY'],
    ['SQLITE_LOCKED', 'BUSY'],
    ['SQLITE_FULL', 'NO_SPACE'],
    ['SQLITE_CORRUPT', 'CORRUPT'],
    ['SQLITE_CORRUPT_INDEX', 'CORRUPT'],
    ['SQLITE_NOTADB', 'CORRUPT'],
    ['SQLITE_READONLY_DBMOVED', 'PERMISSION_DENIED'],
    ['SQLITE_CANTOPEN_ISDIR', 'IO'],
    ['SQLITE_IOERR_FSYNC', 'IO'],
  ])('%s is %s, with a hint', (sqlite, code) => {
    expect(of(sqlite)).toMatchObject({ op: 'op', code, hint: expect.stringMatching(/\.$/), details: { path: '/home/x.db', sqlite } });
  });

  test('names the file and keeps the message and the cause', () => {
    expect(of('SQLITE_FULL')).toMatchObject({ message: '/home/x.db: the disk is full (told so)', cause: expect.any(Database.SqliteError) });
  });

  test.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', 'SQLITE_MISUSE'])('%s is our own mistake', (sqlite) => {
    expect(of(sqlite)).toMatchObject({ code: 'INTERNAL' });
  });

  test('anything else comes back as it is', () => {
    const ours = new AppError('x', 'BUSY', 'y');
    for (const error of [ours, new Error('other'), 'text', undefined]) expect(sqliteError('op', error, '/x')).toBe(error);
  });
});

describe('what it really says', () => {
  const failing = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return sqliteError('op', error, 'x');
    }
    return expect.fail('it should have failed');
  };

  test('a locked database is BUSY', () => {
    const path = join(temporaryFolder(), 'x.db');
    using holder = disposable(new Database(path));
    using other = disposable(new Database(path, { timeout: 1 }));
    holder.db.exec('CREATE TABLE t (x); BEGIN EXCLUSIVE');
    expect(failing(() => other.db.exec('INSERT INTO t VALUES (1)'))).toMatchObject({ code: 'BUSY' });
  });

  test('text is no database: CORRUPT', () => {
    const path = join(temporaryFolder(), 'x.db');
    writeFileSync(path, 'this is a letter to my aunt, and it is long enough to have a header of its own.'.repeat(20));
    using file = disposable(new Database(path));
    expect(failing(() => file.db.prepare('SELECT * FROM sqlite_schema').all())).toMatchObject({ code: 'CORRUPT' });
  });

  test('a file cut short is CORRUPT', () => {
    const path = join(temporaryFolder(), 'x.db');
    {
      using file = disposable(new Database(path));
      file.db.exec('CREATE TABLE t (x); INSERT INTO t SELECT hex(randomblob(2000)) FROM (VALUES (1),(2),(3),(4),(5),(6),(7),(8))');
    }
    const cut = openSync(path, 'r+');
    ftruncateSync(cut, 8192);
    closeSync(cut);
    using file = disposable(new Database(path));
    expect(failing(() => file.db.prepare('SELECT count(x), max(x) FROM t').all())).toMatchObject({ code: 'CORRUPT' });
  });

  test('a database that may only be read is PERMISSION_DENIED', () => {
    const path = join(temporaryFolder(), 'x.db');
    new Database(path).exec('CREATE TABLE t (x)').close();
    using file = disposable(new Database(path, { readonly: true }));
    expect(failing(() => file.db.exec('INSERT INTO t VALUES (1)'))).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  test('a database that may not grow is NO_SPACE', () => {
    using memory = disposable(new Database(':memory:'));
    memory.db.pragma('max_page_count = 3');
    memory.db.exec('CREATE TABLE t (x)');
    expect(failing(() => memory.db.exec('INSERT INTO t VALUES (zeroblob(100000))'))).toMatchObject({ code: 'NO_SPACE' });
  });

  const disposable = (db: Database.Database) => ({ db, [Symbol.dispose]: () => void db.close() });
});
