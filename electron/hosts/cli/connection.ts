import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { type Client, clientError, createLocalClient } from '../../api/index.ts';
import type { Home } from '../../boot/home.ts';
import { connectToInstance, type Instance } from '../socket/index.ts';
import type { CliContext } from './context.ts';

export interface Connection {
  client: Client;
  /** Aborts when there is nobody left to ask. */
  ended: AbortSignal;
}

/**
 * Runs a verb against the instance that has the home, or against one in this process for as long as the verb takes.
 * Both go through the same contract, so a verb can't tell them apart.
 */
export async function withClient<T>(context: CliContext, use: (connection: Connection) => Promise<T>): Promise<T> {
  const running = await connectToInstance(context.home);
  if (running !== null) return await useInstance(context, running, use);
  const started = await startHere(context.home);
  return 'ask' in started ? await useInstance(context, started, use) : await useLocal(started, use);
}

/** The running instance, for what only it can answer. */
export async function requireInstance(home: Home, op: string): Promise<Instance> {
  const instance = await connectToInstance(home);
  if (instance !== null) return instance;
  throw new AppError(op, 'CONNECTION_FAILED', `Cofferdam is not running on ${home.root}`, { hint: 'Start it with `cofferdam serve`.' });
}

/** How long an instance that has taken the lock may need until it listens. */
const startUpMs = 3_000;

/** Waits for an instance that holds the home's lock to listen; null when it never does. */
export async function awaitInstance(home: Home, forMs = startUpMs): Promise<Instance | null> {
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const instance = await connectToInstance(home);
    if (instance !== null) return instance;
    await delay(100);
  }
  return null;
}

type Local = Awaited<ReturnType<typeof startLocal>>;

async function startLocal(home: Home) {
  const { startApp } = await import('../../boot/index.ts');
  // A staged restore waits for a start that somebody can see the report of.
  const app = await startApp({ home, host: 'cli', applyRestore: false });
  const closing = new AbortController();
  return { app, closing, client: createLocalClient({ app, closing: closing.signal }) };
}

async function startHere(home: Home): Promise<Local | Instance> {
  try {
    return await startLocal(home);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BUSY') throw error;
    const instance = await awaitInstance(home);
    if (instance !== null) return instance;
    throw new AppError('cli.connect', 'BUSY', `Another Cofferdam command is working in ${home.root}`, {
      hint: 'Wait until it has ended. While `cofferdam serve` or the app runs, commands can be given at any time.',
      cause: error,
    });
  }
}

async function useLocal<T>({ app, closing, client }: Local, use: (connection: Connection) => Promise<T>): Promise<T> {
  try {
    return await use({ client, ended: new AbortController().signal });
  } finally {
    closing.abort();
    await app.close();
  }
}

async function useInstance<T>(context: CliContext, instance: Instance, use: (connection: Connection) => Promise<T>): Promise<T> {
  if (context.output.verbose) context.output.note(`Asking the running instance on ${context.home.root}`);
  try {
    return await use({ client: instance.client, ended: instance.ended });
  } catch (error) {
    if (!instance.ended.aborted || error instanceof AppError) throw error;
    throw new AppError('cli.connect', 'CONNECTION_FAILED', 'The running instance went away before it answered', {
      hint: 'It may be restarting: give the command again. A job that it ran is in `cofferdam job list`.',
      cause: clientError(error),
    });
  } finally {
    await instance.close();
  }
}
