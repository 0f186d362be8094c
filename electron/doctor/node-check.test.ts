import { expect, test } from 'vitest';
import { nodeCheck } from './node-check.ts';

const run = (version?: string) => nodeCheck(version).run(new AbortController().signal);

test('the Node that runs these tests is the right one', async () => {
  expect(await run()).toMatchObject({ status: 'ok' });
});

test.each(['20.19.0', '22.12.0', '25.0.0', '2.4.0'])('%s is not', async (version) => {
  expect(await run(version)).toMatchObject({
    status: 'error',
    message: expect.stringContaining(version),
    remedy: { command: 'npm start' },
  });
});
