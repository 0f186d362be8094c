import { AppError } from '#shared/errors.ts';
import { isLoopback } from '../../web/index.ts';
import { awaitInstance } from '../connection.ts';
import { connectToInstance, type Instance } from '../../socket/index.ts';
import type { CliContext } from '../context.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { type Server, type ServeOptions, startServer } from './server.ts';

export interface ServeFlags extends ServeOptions {
  open?: boolean;
}

interface Served {
  url: string | null;
  home: string;
  pid: number;
  restore: unknown;
}

/** Serves until it is told to stop. Where an instance runs already, that one is shown instead. */
export async function serve(context: CliContext, flags: ServeFlags): Promise<number> {
  const running = await connectToInstance(context.home);
  if (running !== null) return await handOver(context, running, flags);
  let server: Server;
  try {
    server = await startServer(context, flags);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BUSY') throw error;
    const instance = await awaitInstance(context.home);
    if (instance === null) throw error;
    return await handOver(context, instance, flags);
  }
  if (!isLoopback(flags.host)) context.output.note(`warning: ${flags.host} can be reached by others, and the connection is not encrypted.`);
  const served: Served = { url: server.newLink(), home: context.home.root, pid: process.pid, restore: server.appliedRestore };
  context.output.result(
    served,
    () => `Cofferdam is ready: ${served.url}\nThe link works once; get another with: cofferdam open\nStop with Ctrl-C.`,
  );
  if (flags.open === true && served.url !== null) await openInBrowser(served.url, context.output);
  await server.stopped;
  return 0;
}

async function handOver(context: CliContext, instance: Instance, flags: ServeFlags): Promise<number> {
  try {
    const { url } = (await instance.ask('open')) as { url: string | null };
    const { pid } = await instance.client.app.info();
    const served: Served = { url, home: context.home.root, pid, restore: null };
    context.output.result(served, () => `Cofferdam is already running (process ${pid}): ${url ?? 'its window is in front'}`);
    if (flags.open === true && url !== null) await openInBrowser(url, context.output);
    return 0;
  } finally {
    await instance.close();
  }
}
