/** Backs a home up in-process and prints how late the main thread's timers were meanwhile, as JSON. Argument: the home. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isFinished } from '#shared/contract/job.ts';
import { startApp } from '../electron/boot/index.ts';
import { homeAt } from '../electron/boot/home.ts';

const app = await startApp({ home: homeAt(process.argv[2] ?? ''), host: 'cli', applyRestore: false });
const delay = monitorEventLoopDelay({ resolution: 1 });
const began = performance.now();
delay.enable();
const { id } = app.backup.create({ type: 'full' });
for await (const job of app.jobs.watch(id)) {
  if (!isFinished(job.state)) continue;
  if (job.state !== 'succeeded') throw new Error(`the backup ${job.state}: ${job.error?.message ?? 'no reason given'}`);
}
delay.disable();
const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
process.stdout.write(
  JSON.stringify({
    p50Ms: milliseconds(delay.percentile(50)),
    p99Ms: milliseconds(delay.percentile(99)),
    maxMs: milliseconds(delay.max),
    seconds: (performance.now() - began) / 1000,
  }),
);
await app.close();
