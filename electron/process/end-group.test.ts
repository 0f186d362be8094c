import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endGroup } from './end-group.ts';

test('kills a group that does not end by itself', async () => {
  const child = spawn('/bin/sh', ['-c', 'trap "" TERM; echo ready; sleep 60'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const exited = once(child, 'exit');

  await endGroup(child.pid ?? 0, 50);

  expect(await exited).toEqual([null, 'SIGKILL']);
});

test('returns as soon as the group is gone', async () => {
  const child = spawn('/bin/true', [], { detached: true, stdio: 'ignore' });
  await once(child, 'exit');
  const started = performance.now();

  await endGroup(child.pid ?? 0, 10_000);

  expect(performance.now() - started).toBeLessThan(1_000);
});
