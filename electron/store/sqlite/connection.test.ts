import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../test-backends.ts';
import { openConnection, type SqliteConnection } from './connection.ts';

function open(path: string): SqliteConnection {
  const db = openConnection(path);
  onTestFinished(() => void db.close());
  return db;
}
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('a connection', () => {
  test.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['trusted_schema', 0],
    ['busy_timeout', 10_000],
  ])('has %s = %s', (pragma, value) => {
    const db = open(join(temporaryFolder(), 'x.db'));
    expect(db.pragma(pragma, { simple: true })).toBe(value);
  });

  test('enforces foreign keys', () => {
    const db = open(join(temporaryFolder(), 'x.db'));
    db.exec('CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (a INTEGER NOT NULL REFERENCES a (id)) STRICT');
    expect(() => db.exec('INSERT INTO b VALUES (1)')).toThrow(/FOREIGN KEY/);
  });
});

describe('its files', () => {
  test('are for the owner only, the log and the shared memory too', () => {
    const path = join(temporaryFolder(), 'x.db');
    open(path).exec('CREATE TABLE t (x)');
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(mode(file)).toBe(0o600);
  });

  test('are closed to others when they were open to them', () => {
    const path = join(temporaryFolder(), 'x.db');
    openConnection(path).close();
    chmodSync(path, 0o644);
    open(path);
    expect(mode(path)).toBe(0o600);
  });

  test('keep what is in them', () => {
    const path = join(temporaryFolder(), 'x.db');
    const db = openConnection(path);
    db.exec('CREATE TABLE t (x); INSERT INTO t VALUES (42)');
    db.close();
    expect(open(path).prepare('SELECT x FROM t').pluck().get()).toBe(42);
  });
});

describe('what can not be opened', () => {
  test('text, which stays as it is', () => {
    const path = join(temporaryFolder(), 'x.db');
    writeFileSync(path, 'no database '.repeat(100));
    expect(() => openConnection(path)).toThrow(expect.objectContaining({ code: 'CORRUPT', message: expect.stringContaining(path) }));
    expect(readFileSync(path, 'utf8')).toBe('no database '.repeat(100));
  });

  test('a folder, whose mode is not touched', () => {
    const path = join(temporaryFolder(), 'x.db');
    mkdirSync(path, { mode: 0o755 });
    expect(() => openConnection(path)).toThrow(expect.objectContaining({ code: 'IO', details: expect.objectContaining({ path }) }));
    expect(mode(path)).toBe(0o755);
  });

  test('a file in a folder that is not there', () => {
    expect(() => openConnection(join(temporaryFolder(), 'none', 'x.db'))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  test('a path through a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openConnection(join(file, 'x.db'))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
