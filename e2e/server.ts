import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const launcher = join(resolve(import.meta.dirname, '..'), 'scripts/cofferdam');

export interface Server {
  /** Opens one session; see docs/security.md. */
  url: string;
  process: ChildProcess;
  /** Milliseconds from starting the process to the printed URL. */
  startMs: number;
  /** Ends it as a service manager would and waits for it. */
  stop(): Promise<void>;
}

/** Starts `cofferdam serve` on the built program and waits for its URL. */
export async function startServer(home: string, ...options: string[]): Promise<Server> {
  const began = performance.now();
  const child = spawn(launcher, ['--home', home, 'serve', '--port', '0', '--json', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4_000)));
  const url = await readUrl(child).catch((cause: unknown) => {
    throw new Error(`cofferdam serve gave no URL: ${errors.trim()}`, { cause });
  });
  return {
    url,
    process: child,
    startMs: performance.now() - began,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

function readUrl(child: ChildProcess): Promise<string> {
  const { promise, resolve: found, reject } = Promise.withResolvers<string>();
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const url = /"url":\s*"([^"]+)"/.exec(output)?.[1];
    if (url) found(url);
  });
  child.once('error', reject);
  child.once('close', (code) => reject(new Error(`ended with code ${code} and printed ${JSON.stringify(output)}`)));
  return promise;
}

/** Runs a verb with `--json` and gives its document. */
export async function cli<T>(home: string, ...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(launcher, ['--home', home, ...args, '--json'], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as T;
}
