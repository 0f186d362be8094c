import { Kysely, sql } from 'kysely';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../test-backends.ts';
import { openConnection } from './connection.ts';
import { ImmediateSqliteDialect } from './dialect.ts';

interface Counters {
  counter: { id: number; value: number };
}

function open(path = join(temporaryFolder(), 'x.db')): Kysely<Counters> {
  const connection = openConnection(path);
  connection.exec('CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL) STRICT');
  connection.pragma('busy_timeout = 0');
  const db = new Kysely<Counters>({ dialect: new ImmediateSqliteDialect(connection) });
  onTestFinished(async () => {
    await db.destroy();
    if (connection.open) connection.close();
  });
  return db;
}
const values = async (db: Kysely<Counters>): Promise<number[]> =>
  (await db.selectFrom('counter').select('value').orderBy('id').execute()).map((row) => row.value);

describe('transactions', () => {
  test('hold the write lock from their beginning', async () => {
    const path = join(temporaryFolder(), 'x.db');
    const [one, two] = [open(path), open(path)];
    await one.transaction().execute(async (tx) => {
      await tx.selectFrom('counter').selectAll().execute();
      await expect(two.insertInto('counter').values({ id: 1, value: 1 }).execute()).rejects.toMatchObject({ code: 'BUSY' });
    });
    await two.insertInto('counter').values({ id: 1, value: 1 }).execute();
  });

  test('are whole or nothing', async () => {
    const db = open();
    const failing = db.transaction().execute(async (tx) => {
      await tx.insertInto('counter').values({ id: 1, value: 1 }).execute();
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await values(db)).toEqual([]);
  });

  test('of one connection do not run into each other: no read-modify-write is lost', async () => {
    const db = open();
    await db.insertInto('counter').values({ id: 1, value: 0 }).execute();
    const increments = Array.from({ length: 50 }, () =>
      db.transaction().execute(async (tx) => {
        const { value } = await tx.selectFrom('counter').select('value').where('id', '=', 1).executeTakeFirstOrThrow();
        await tx
          .updateTable('counter')
          .set({ value: value + 1 })
          .where('id', '=', 1)
          .execute();
      }),
    );
    await Promise.all(increments);
    expect(await values(db)).toEqual([50]);
  });

  test('keep other queries of the same connection out', async () => {
    const db = open();
    const inside = db.transaction().execute(async (tx) => {
      await tx.insertInto('counter').values({ id: 1, value: 1 }).execute();
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('rolled back');
    });
    const outside = db.insertInto('counter').values({ id: 2, value: 2 }).execute();
    await expect(inside).rejects.toThrow('rolled back');
    await outside;
    expect(await values(db)).toEqual([2]);
  });
});

describe('errors', () => {
  test('are ours, and name the file', async () => {
    const path = join(temporaryFolder(), 'x.db');
    const db = open(path);
    await db.insertInto('counter').values({ id: 1, value: 1 }).execute();
    await expect(db.insertInto('counter').values({ id: 1, value: 1 }).execute()).rejects.toMatchObject({
      code: 'INTERNAL',
      op: 'store.query',
      details: { path, sqlite: 'SQLITE_CONSTRAINT_PRIMARYKEY' },
    });
  });

  test('leave the connection usable', async () => {
    const db = open();
    await expect(sql`SELECT nonsense`.execute(db)).rejects.toThrow(/nonsense/);
    expect(await values(db)).toEqual([]);
  });
});
