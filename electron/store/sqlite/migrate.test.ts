import Database from 'better-sqlite3';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { knownMigrations, type Migration } from '../known-migrations.ts';
import { temporaryFolder } from '../test-backends.ts';
import { openConnection, type SqliteConnection } from './connection.ts';
import { appliedMigrations } from './history.ts';
import { migrateDown, migrateUp, pendingMigrations } from './migrate.ts';
import { ending, startChild } from './test-child.ts';

const step = (version: number, sql: string, downSql = 'SELECT 1'): Migration => ({
  version,
  name: `step-${version}`,
  description: `Step ${version}`,
  sql,
  downSql,
  checksum: createHash('sha256').update(sql).digest('hex'),
});

/** Three steps, the last of which rebuilds a table that another refers to. */
const three = [
  step(1, 'CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; INSERT INTO a VALUES (1);', 'DROP TABLE a;'),
  step(2, 'CREATE TABLE b (a INTEGER REFERENCES a (id)) STRICT; INSERT INTO b VALUES (1);', 'DROP TABLE b;'),
  step(
    3,
    'CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO n (id) SELECT id FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a;',
    'CREATE TABLE n (id INTEGER PRIMARY KEY) STRICT; INSERT INTO n SELECT id FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a;',
  ),
];

function open(path = ':memory:'): SqliteConnection {
  const db = path === ':memory:' ? new Database(path) : openConnection(path);
  db.pragma('foreign_keys = ON');
  onTestFinished(() => void db.close());
  return db;
}
const versions = (db: SqliteConnection): number[] => appliedMigrations(db).map(({ version }) => version);
/** Everything the schema is but its history table, which stays once it is there; in a form that can be compared. */
const schema = (db: SqliteConnection): unknown =>
  db
    .prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations' ORDER BY type, name",
    )
    .all();

describe('up', () => {
  test('takes every step in order and records it', () => {
    const db = open();
    const result = migrateUp(db, { migrations: three, now: () => new Date('2026-11-20T10:00:00Z') });
    expect(result).toEqual({ from: 0, to: 3, steps: three });
    expect(appliedMigrations(db)).toEqual(
      three.map(({ version, name, checksum }) => ({ version, name, checksum, appliedAt: '2026-11-20T10:00:00.000Z' })),
    );
    expect(db.prepare('SELECT id, name FROM a').all()).toEqual([{ id: 1, name: null }]);
  });

  test('a second time finds nothing to do', () => {
    const db = open();
    migrateUp(db, { migrations: three });
    expect(migrateUp(db, { migrations: three })).toEqual({ from: 3, to: 3, steps: [] });
  });

  test('goes on where it was', () => {
    const db = open();
    migrateUp(db, { migrations: three.slice(0, 1) });
    expect(pendingMigrations(db, three)).toEqual(three.slice(1));
    expect(migrateUp(db, { migrations: three })).toMatchObject({ from: 1, to: 3 });
  });

  test('stops where it is told', () => {
    const db = open();
    migrateUp(db, { migrations: three, to: 2 });
    expect(versions(db)).toEqual([1, 2]);
  });

  test.each([[-1], [4], [1.5], [Number.NaN]])('to %s there is no way', (to) => {
    const db = open();
    expect(() => migrateUp(db, { migrations: three, to })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('0 to 3') }),
    );
    expect(versions(db)).toEqual([]);
  });

  test('does not go back', () => {
    const db = open();
    migrateUp(db, { migrations: three });
    expect(() => migrateUp(db, { migrations: three, to: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(versions(db)).toEqual([1, 2, 3]);
  });
});

describe('down', () => {
  test('takes steps back, newest first', () => {
    const db = open();
    migrateUp(db, { migrations: three });
    expect(migrateDown(db, { migrations: three, to: 1 })).toEqual({ from: 3, to: 1, steps: [three[2], three[1]] });
    expect(versions(db)).toEqual([1]);
  });

  test.each([[-1], [4], [0.5]])('to %s there is no way', (to) => {
    const db = open();
    migrateUp(db, { migrations: three });
    expect(() => migrateDown(db, { migrations: three, to })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(versions(db)).toEqual([1, 2, 3]);
  });

  test('whatever the way, the schema at a version is always the same', () => {
    const at = three.map((_, index) => {
      const db = open();
      migrateUp(db, { migrations: three, to: index + 1 });
      return schema(db);
    });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 }), (targets) => {
        const db = new Database(':memory:');
        for (const to of targets) {
          if (to >= versions(db).length) migrateUp(db, { migrations: three, to });
          else migrateDown(db, { migrations: three, to });
          // A rebuilt table's SQL keeps the quotes the renaming put there.
          expect(JSON.stringify(schema(db)).replaceAll('\\"', '')).toBe(JSON.stringify(at[to - 1]).replaceAll('\\"', ''));
          expect(versions(db)).toEqual(Array.from({ length: to }, (_, index) => index + 1));
        }
        db.close();
      }),
      { numRuns: 30 },
    );
  });
});

describe('each released step', () => {
  test.each(knownMigrations().map((migration) => [migration.version, migration.name]))(
    '%i (%s) goes up, down and up again to the same schema',
    (version) => {
      const db = open();
      migrateUp(db, { to: version - 1 });
      const before = schema(db);
      migrateUp(db, { to: version });
      const after = schema(db);
      migrateDown(db, { to: version - 1 });
      expect(schema(db)).toEqual(before);
      migrateUp(db, { to: version });
      expect(schema(db)).toEqual(after);
    },
  );

  test('makes only STRICT tables', () => {
    const db = open();
    migrateUp(db);
    const loose = db
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
      .all();
    expect(loose).toEqual([]);
  });
});

describe('a step that fails', () => {
  const failing = (sql: string): Migration[] => [...three.slice(0, 2), step(3, sql), step(4, 'CREATE TABLE never (x ANY) STRICT')];

  test('is undone whole, and nothing after it is tried', () => {
    const db = open();
    expect(() => migrateUp(db, { migrations: failing('CREATE TABLE half (x ANY) STRICT; INSERT INTO nowhere VALUES (1);') })).toThrow(
      expect.objectContaining({
        code: 'INTERNAL',
        op: 'store.migrate',
        message: 'Step 3 (step-3) up failed and was rolled back: no such table: nowhere',
        hint: expect.stringContaining('as it was before this step'),
        details: { path: ':memory:', version: 3 },
      }),
    );
    expect(versions(db)).toEqual([1, 2]);
    expect(JSON.stringify(schema(db))).not.toMatch(/half|never/);
    expect(db.inTransaction).toBe(false);
  });

  test('can be taken once it is right', () => {
    const db = open();
    expect(() => migrateUp(db, { migrations: failing('nonsense') })).toThrow(/syntax error/);
    expect(migrateUp(db, { migrations: three })).toMatchObject({ from: 2, to: 3 });
  });

  test('by leaving rows that refer to nothing, is undone too', () => {
    const db = open();
    expect(() => migrateUp(db, { migrations: failing('DELETE FROM a;') })).toThrow(/it leaves 1 rows that refer to nothing/);
    expect(db.prepare('SELECT count(*) FROM a').pluck().get()).toBe(1);
  });

  test('by ending the transaction it runs in, is refused', () => {
    const db = open();
    expect(() => migrateUp(db, { migrations: failing('COMMIT;') })).toThrow(/ends the transaction/);
    expect(db.inTransaction).toBe(false);
  });

  test('for want of space says so', () => {
    const db = open();
    migrateUp(db, { migrations: three.slice(0, 2) });
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`);
    expect(() =>
      migrateUp(db, { migrations: failing('CREATE TABLE big (x BLOB) STRICT; INSERT INTO big VALUES (zeroblob(100000));') }),
    ).toThrow(expect.objectContaining({ code: 'NO_SPACE', hint: expect.stringContaining('Free some space') }));
    expect(versions(db)).toEqual([1, 2]);
  });

  test('on the way down leaves the database at the step before', () => {
    const db = open();
    const steps = [...three.slice(0, 2), step(3, 'SELECT 1', 'nonsense')];
    migrateUp(db, { migrations: steps });
    expect(() => migrateDown(db, { migrations: steps, to: 1 })).toThrow(/Step 3 \(step-3\) down failed/);
    expect(versions(db)).toEqual([1, 2, 3]);
  });

  test('leaves foreign keys as they were, as does one that works', () => {
    for (const setting of [0, 1]) {
      const db = open();
      db.pragma(`foreign_keys = ${setting}`);
      migrateUp(db, { migrations: three.slice(0, 2) });
      expect(() => migrateUp(db, { migrations: failing('nonsense') })).toThrow();
      expect(db.pragma('foreign_keys', { simple: true })).toBe(setting);
    }
  });
});

describe('a database this program can not work on', () => {
  test('is refused and left as it is: newer', () => {
    const db = open();
    migrateUp(db, { migrations: three });
    for (const attempt of [
      () => migrateUp(db, { migrations: three.slice(0, 2) }),
      () => pendingMigrations(db, three.slice(0, 2)),
      () => migrateDown(db, { migrations: three.slice(0, 2), to: 1 }),
    ]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE_VERSION' }));
    }
    expect(versions(db)).toEqual([1, 2, 3]);
  });

  test('is refused and left as it is: with an edited step', () => {
    const db = open();
    migrateUp(db, { migrations: three.slice(0, 2) });
    const edited = [three[0], step(2, 'CREATE TABLE b (other TEXT) STRICT'), three[2]].filter((each) => each !== undefined);
    expect(() => migrateUp(db, { migrations: edited })).toThrow(
      expect.objectContaining({ code: 'INCOMPATIBLE_VERSION', message: expect.stringContaining('step 2') }),
    );
    expect(versions(db)).toEqual([1, 2]);
  });
});

describe('with other processes', { timeout: 60_000 }, () => {
  test('two that migrate at once: each step is taken once', async () => {
    const path = join(temporaryFolder(), 'x.db');
    const code = `
      const db = store.openConnection(args.path);
      const { steps } = store.migrateUp(db, { migrations: args.steps });
      console.log(steps.length);
      db.close();
    `;
    const children = Array.from({ length: 4 }, () => startChild(code, { path, steps: three }));
    const taken = children.map(async (child) => {
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      expect(await ending(child)).toBe(0);
      return Number(text);
    });
    expect((await Promise.all(taken)).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(versions(open(path))).toEqual([1, 2, 3]);
  });

  test('killed within any step, the next start goes on and ends where it should', async () => {
    const straight = open();
    migrateUp(straight, { migrations: three });

    for (const victim of three) {
      const path = join(temporaryFolder(), 'x.db');
      // The step calls a function that kills the process in the middle of its transaction.
      const deadly = three.map((each) => (each === victim ? { ...each, sql: `${each.sql} SELECT die();` } : each));
      const code = `
        const db = store.openConnection(args.path);
        db.function('die', () => process.kill(process.pid, 'SIGKILL'));
        store.migrateUp(db, { migrations: args.steps });
      `;
      expect(await ending(startChild(code, { path, steps: deadly }))).toBe('SIGKILL');

      const db = open(path);
      expect(versions(db)).toEqual(three.filter(({ version }) => version < victim.version).map(({ version }) => version));
      migrateUp(db, { migrations: three });
      expect(schema(db)).toEqual(schema(straight));
    }
  });
});
