import type { Kysely } from 'kysely';
import { ActivityEntry } from '#shared/contract/app.ts';
import type { ActivityStore } from './backend.ts';
import type { Tables } from './tables.ts';

/** More than anybody scrolls back; about 2 MB. */
const keepEntries = 10_000;

export function createActivityStore(db: Kysely<Tables>, now: () => Date, keep = keepEntries): ActivityStore {
  return {
    add: (entry) =>
      db.transaction().execute(async (tx) => {
        const values = {
          at: now().toISOString(),
          kind: entry.kind,
          level: entry.level,
          message: entry.message,
          subject: entry.subject ?? null,
        };
        const { id } = await tx.insertInto('activity').values(values).returning('id').executeTakeFirstOrThrow();
        await tx
          .deleteFrom('activity')
          .where('id', '<=', id - keep)
          .execute();
        return { id, ...values };
      }),

    async list({ limit, before }) {
      let query = db.selectFrom('activity').selectAll().orderBy('id', 'desc').limit(limit);
      if (before !== undefined) query = query.where('id', '<', before);
      return (await query.execute()).map((row) => ActivityEntry.parse(row));
    },
  };
}
