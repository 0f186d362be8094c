import Database from 'better-sqlite3';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../test-backends.ts';
import { checkDatabase } from './check.ts';
import type { SqliteConnection } from './connection.ts';

const pageSize = 4096;

function open(path: string): SqliteConnection {
  const db = new Database(path);
  onTestFinished(() => void db.close());
  return db;
}

/** A database of many pages, closed; the same each time, so that a page number means the same page. */
function filled(): string {
  const path = join(temporaryFolder(), 'x.db');
  const db = new Database(path);
  db.exec(`
    CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT NOT NULL) STRICT;
    CREATE INDEX by_x ON t (x);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT i, printf('%0200d', i * 7919 % 500) FROM n;
  `);
  db.close();
  return path;
}

function scribble(path: string, page: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(pageSize, 0xa5), 0, pageSize, page * pageSize);
  closeSync(file);
}

test('a good database passes', () => {
  expect(() => checkDatabase(open(filled()))).not.toThrow();
});

test('an empty one too', () => {
  expect(() => checkDatabase(open(':memory:'))).not.toThrow();
});

test('any page but the first overwritten is found: CORRUPT, with the problems and a hint', () => {
  const pages = statSync(filled()).size / pageSize;
  for (const page of [1, 2, Math.floor(pages / 2), pages - 1]) {
    const path = filled();
    scribble(path, page);
    expect(() => checkDatabase(open(path))).toThrow(
      expect.objectContaining({
        code: 'CORRUPT',
        message: expect.stringContaining(path),
        hint: expect.any(String),
        details: expect.objectContaining({ path }),
      }),
    );
  }
});

test('a first page overwritten, which is no database any more', () => {
  const path = filled();
  scribble(path, 0);
  expect(() => checkDatabase(open(path))).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
});

test('a row that refers to nothing is found and named', () => {
  const db = open(':memory:');
  db.exec(`
    PRAGMA foreign_keys = OFF;
    CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id)) STRICT;
    INSERT INTO child VALUES (7, 99);
  `);
  expect(() => checkDatabase(db)).toThrow(
    expect.objectContaining({
      code: 'CORRUPT',
      details: { path: ':memory:', problems: ['row 7 of child refers to a row of parent that is not there'] },
    }),
  );
});

test('a closed connection is not taken for a damaged database', () => {
  const db = new Database(':memory:');
  db.close();
  expect(() => checkDatabase(db)).toThrow(TypeError);
});
