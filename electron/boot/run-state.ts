import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { isErrno, writeFileDurably } from '../files/index.ts';
import type { Home } from './home.ts';

const RunState = z.object({ state: z.enum(['clean', 'dirty']), bootId: z.string(), pid: z.number().int(), at: z.iso.datetime() });
export type RunState = z.infer<typeof RunState>;

const bootIdFile = '/proc/sys/kernel/random/boot_id';

/** How the last run ended. `dirty` also when the file says nothing we understand: checking once too often harms nobody. */
export async function lastRun(home: Home): Promise<'first' | 'clean' | 'dirty'> {
  try {
    return RunState.parse(JSON.parse(await readFile(home.runStateFile, 'utf8'))).state;
  } catch (error) {
    return isErrno(error, 'ENOENT') ? 'first' : 'dirty';
  }
}

/** @see random(4) for the boot id: the same until the machine restarts. */
export async function markRun(home: Home, state: 'clean' | 'dirty'): Promise<void> {
  const bootId = await readFile(bootIdFile, 'utf8').catch(() => 'unknown');
  const content: RunState = { state, bootId: bootId.trim(), pid: process.pid, at: new Date().toISOString() };
  await writeFileDurably(home.runStateFile, `${JSON.stringify(content)}\n`);
}
