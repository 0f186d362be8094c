import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Measured {
  seconds: number;
  /** Peak resident memory of the process and those it started, in bytes. */
  rss: number;
  stdout: string;
}

/**
 * Runs a program to its end. The clock covers its whole life, start-up included.
 *
 * @throws Error with the tail of its standard error when it fails.
 */
export async function measure(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Measured> {
  const began = process.hrtime.bigint();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4_000)));
  const ended = Promise.withResolvers<{ code: number | null; seconds: number }>();
  child.once('error', ended.reject);
  child.once('close', (code) => ended.resolve({ code, seconds: Number(process.hrtime.bigint() - began) / 1e9 }));
  const peak = watchPeak(child.pid);
  try {
    const { code, seconds } = await ended.promise;
    if (code !== 0)
      throw new Error(`${command} ${args.join(' ')} ended with code ${code}: ${stderr.trim() || stdout.trim().slice(-2_000)}`);
    return { seconds, rss: await peak.stop(), stdout };
  } finally {
    await peak.stop();
  }
}

/** VmHWM is the kernel's own high-water mark, so that looking now and then misses only what comes after the last look. */
function watchPeak(pid: number | undefined): { stop(): Promise<number> } {
  const stopping = new AbortController();
  let peak = 0;
  const look = async (): Promise<number> => {
    while (!stopping.signal.aborted) {
      peak = Math.max(peak, highWater(pid));
      await sleep(25, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    return peak;
  };
  const looking = look();
  return {
    stop: () => {
      stopping.abort();
      return looking;
    },
  };
}

/** Bytes of a process and all it started; 0 when it is gone. */
function highWater(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const own = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    return children.reduce((sum, child) => sum + highWater(Number(child)), own);
  } catch {
    // It has ended between two looks; what was seen before counts.
    return 0;
  }
}
