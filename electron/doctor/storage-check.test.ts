import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../log/index.ts';
import { openSqliteStore, type SchemaState, type StorageBackend } from '../store/index.ts';
import { Doctor } from './doctor.ts';
import { storageCheck } from './storage-check.ts';

async function openStore(): Promise<StorageBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-doctor-'));
  const store = await openSqliteStore(join(folder, 'cofferdam.db'), { log: silentLog });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

test('a store that answers, with its schema', async () => {
  const { checks } = await new Doctor([storageCheck(await openStore())]).run();
  expect(checks).toMatchObject([{ status: 'ok', message: expect.stringMatching(/^Schema version \d+$/) }]);
});

test('a store that does not answer is an error', async () => {
  const store = await openStore();
  await store.close();
  const { healthy, checks } = await new Doctor([storageCheck(store)]).run();
  expect(healthy).toBe(false);
  expect(checks).toMatchObject([{ id: 'storage', status: 'error' }]);
});

test('a schema that is not the newest is an error', async () => {
  const old: SchemaState = { backend: 'sqlite', version: 0, applied: [] };
  const { checks } = await new Doctor([storageCheck({ ping: async () => undefined, schema: () => old })]).run();
  expect(checks).toMatchObject([
    { status: 'error', message: expect.stringContaining('version 0'), remedy: { text: expect.stringContaining('Restart') } },
  ]);
});
