import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const entry = join(import.meta.dirname, 'main.ts');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The real command line in a process of its own, without a terminal. */
export function start(
  args: readonly string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ran>; firstOutput: Promise<string> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const firstOutput = Promise.race([once(child.stdout, 'data').then(() => stdout), ended.then((ran) => ran.stdout)]);
  return { child, ended, firstOutput };
}

export const cofferdam = (...args: string[]): Promise<Ran> => start(args).ended;

/** The one JSON document on stdout. */
export async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await cofferdam(...args, '--json');
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
