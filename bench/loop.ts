import { join } from 'node:path';
import { measure } from './measure.ts';

/** Event-loop delay of the main thread while a backup runs in-process, in milliseconds. */
export interface LoopDelay {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** How long the backup took. */
  seconds: number;
}

/** In a process of its own, so that nothing of the harness is in the figure. */
export async function loopDelay(home: string): Promise<LoopDelay> {
  const { stdout } = await measure(process.execPath, [join(import.meta.dirname, 'loop.child.ts'), home], home);
  return JSON.parse(stdout) as LoopDelay;
}
