import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { measure } from './measure.ts';

const node = (source: string) => measure(process.execPath, ['-e', source], tmpdir());

it('times a process from start to end and keeps what it printed', async () => {
  const measured = await node("setTimeout(() => console.log('done'), 200)");
  expect(measured.stdout).toBe('done\n');
  expect(measured.seconds).toBeGreaterThan(0.2);
  expect(measured.seconds).toBeLessThan(10);
});

it('sees the highest memory use, also after it went down', async () => {
  const idle = await node('setTimeout(() => {}, 300)');
  const busy = await node('let a = Buffer.alloc(200e6, 1); a = null; setTimeout(() => {}, 300)');
  expect(busy.rss - idle.rss).toBeGreaterThan(150e6);
});

it('fails with what the program said', async () => {
  await expect(node("console.error('no such luck'); process.exit(3)")).rejects.toThrow(/code 3: no such luck/);
});

it('fails when there is no such program', async () => {
  await expect(measure('cofferdam-no-such-program', [], tmpdir())).rejects.toThrow(/ENOENT/);
});

it('counts what the program started', async () => {
  const inner = 'let a = Buffer.alloc(200e6, 1); setTimeout(() => {}, 500)';
  const outer = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(inner)}])`;
  expect((await node(outer)).rss).toBeGreaterThan(230e6);
});
