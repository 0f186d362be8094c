import type { Kysely } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { KeyValueStore } from './backend.ts';
import type { Tables } from './tables.ts';

export function createKeyValueStore(db: Kysely<Tables>, now: () => Date): KeyValueStore {
  return {
    async get(key) {
      const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
      return row === undefined ? undefined : JSON.parse(row.value);
    },

    async set(key, value) {
      const json: string | undefined = JSON.stringify(value);
      if (json === undefined) throw new AppError('store.settings.set', 'INVALID_INPUT', `The value for ${key} has no JSON form`);
      const row = { value: json, updated_at: now().toISOString() };
      await db
        .insertInto('settings')
        .values({ key, ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
    },
  };
}
