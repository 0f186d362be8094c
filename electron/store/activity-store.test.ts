import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { createActivityStore } from './activity-store.ts';
import { ImmediateSqliteDialect } from './sqlite/dialect.ts';
import { migrateUp } from './sqlite/index.ts';
import type { Tables } from './tables.ts';
import { backends } from './test-backends.ts';

describe.each(backends)('activity in $name', ({ open }) => {
  const at = '2026-11-20T10:00:00.000Z';
  const now = (): Date => new Date(at);

  test('an entry comes back with its number and time', async () => {
    const { activity } = await open({ now });
    const added = await activity.add({ kind: 'backup.created', level: 'info', message: 'A full backup was made', subject: '01K' });
    expect(added).toEqual({ id: 1, at, kind: 'backup.created', level: 'info', message: 'A full backup was made', subject: '01K' });
    expect(await activity.list({ limit: 10 })).toEqual([added]);
  });

  test('needs no subject', async () => {
    const { activity } = await open();
    expect(await activity.add({ kind: 'app.started', level: 'info', message: 'Started' })).toMatchObject({ subject: null });
  });

  test.each(['info', 'warning', 'error'] as const)('level %s', async (level) => {
    const { activity } = await open();
    await activity.add({ kind: 'k', level, message: 'm' });
    expect(await activity.list({ limit: 1 })).toMatchObject([{ level }]);
  });

  test('a level that is none is refused, and nothing is added', async () => {
    const { activity } = await open();
    await expect(activity.add({ kind: 'k', level: 'fatal' as 'error', message: 'm' })).rejects.toThrow(/CHECK/);
    expect(await activity.list({ limit: 1 })).toEqual([]);
  });

  test('pages go back in time without a gap, also while entries are added', async () => {
    const { activity } = await open();
    for (let number = 1; number <= 7; number += 1) await activity.add({ kind: 'k', level: 'info', message: String(number) });

    const first = await activity.list({ limit: 3 });
    await activity.add({ kind: 'k', level: 'info', message: 'new' });
    const second = await activity.list({ limit: 3, before: first.at(-1)?.id });
    const third = await activity.list({ limit: 3, before: second.at(-1)?.id });

    expect([...first, ...second, ...third].map((entry) => entry.message)).toEqual(['7', '6', '5', '4', '3', '2', '1']);
    expect(await activity.list({ limit: 3, before: third.at(-1)?.id })).toEqual([]);
  });

  test('entries added at once all arrive, each with its own number', async () => {
    const { activity } = await open();
    const added = await Promise.all(
      Array.from({ length: 50 }, (_, number) => activity.add({ kind: 'k', level: 'info', message: `${number}` })),
    );
    expect(new Set(added.map((entry) => entry.id)).size).toBe(50);
    expect(await activity.list({ limit: 100 })).toHaveLength(50);
  });
});

test('the oldest go when there are more than are kept, and numbers are not used again', async () => {
  const connection = new Database(':memory:');
  migrateUp(connection);
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(connection) });
  const activity = createActivityStore(db, () => new Date(), 3);
  for (let number = 1; number <= 5; number += 1) await activity.add({ kind: 'k', level: 'info', message: String(number) });

  expect((await activity.list({ limit: 10 })).map((entry) => entry.id)).toEqual([5, 4, 3]);

  connection.exec('DELETE FROM activity');
  expect(await activity.add({ kind: 'k', level: 'info', message: 'again' })).toMatchObject({ id: 6 });
  await db.destroy();
});
