import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const store = new URL('./index.ts', import.meta.url).href;

/** For tests only. Runs `code` in a Node process of its own, with this folder's exports as `store` and `args` at hand. */
export function startChild(code: string, args: unknown): ChildProcess {
  const program = `const store = await import(${JSON.stringify(store)}); const args = ${JSON.stringify(args)}; ${code}`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Its exit code, or the signal that ended it. */
export async function ending(child: ChildProcess): Promise<number | string> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return code ?? signal ?? 'unknown';
}
