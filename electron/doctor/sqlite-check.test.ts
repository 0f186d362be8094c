import { expect, test } from 'vitest';
import { sqliteCheck } from './sqlite-check.ts';

const run = (version?: string) => sqliteCheck(...(version === undefined ? [] : [() => version])).run(new AbortController().signal);

test('the one that comes along is new enough', async () => {
  expect(await run()).toMatchObject({ status: 'ok', message: expect.stringMatching(/^SQLite 3\.\d+/) });
});

test.each(['3.37.0', '3.100.0', '4.0.0'])('%s is enough', async (version) => {
  expect(await run(version)).toMatchObject({ status: 'ok' });
});

test.each(['3.36.9', '3.4.0', '2.99.0'])('%s is too old', async (version) => {
  expect(await run(version)).toMatchObject({ status: 'error', remedy: { command: 'npm ci' } });
});
