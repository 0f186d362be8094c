import { basename, join } from 'node:path';
import type { RestoreResult } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { AppSlot } from '../../../api/index.ts';
import { type App, startApp } from '../../../boot/index.ts';
import { startSocketHost } from '../../socket/index.ts';
import { startWebHost, type WebHost } from '../../web/index.ts';
import type { CliContext } from '../context.ts';
import { startProgress } from './start-progress.ts';

export interface ServeOptions {
  port?: number;
  host: string;
}

export interface Server {
  newLink(): string;
  /** The result of a restore that this start applied. */
  readonly appliedRestore: RestoreResult | null;
  /** Settles when it was told to stop and all is closed; fails when a restart did. */
  readonly stopped: Promise<void>;
}

const usualPort = 4790;

/** Starts the app, the web host and the home's socket, and keeps them through restarts until `stop` says so. */
export async function startServer({ home, stop, output }: CliContext, options: ServeOptions): Promise<Server> {
  const slot = new AppSlot();
  const began = new Date();
  const settled = Promise.withResolvers<void>();
  let restart = (): void => undefined;
  const start = async (): Promise<App> => {
    const progress = startProgress(output);
    try {
      const app = await startApp({ home, host: 'web', applyRestore: true, onRestart: () => restart(), onProgress: progress.show });
      slot.put(app);
      return app;
    } finally {
      progress.clear();
    }
  };

  let app = await start();
  const opened: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    slot.empty();
    for (const one of opened.reverse()) await one.close();
    await app.close();
  };
  try {
    const web = await listen(slot, options);
    opened.push(web);
    const control = { open: () => ({ url: web.newLink() }), token: () => ({ token: web.newToken() }) };
    const socket = await startSocketHost({ home, slot, control });
    opened.push(socket);

    let busy: Promise<void> | null = null;
    restart = () => {
      busy ??= (async () => {
        // The answer to the request that asked for it goes out first.
        await new Promise((resolve) => setTimeout(resolve, 50));
        slot.empty();
        web.pause();
        socket.pause();
        await app.close();
        app = await start();
      })().then(
        () => {
          busy = null;
        },
        (error: unknown) => settled.reject(error),
      );
    };
    const end = async (): Promise<void> => {
      await busy;
      await closeAll();
    };
    const stopNow = (): void => void end().then(settled.resolve, settled.reject);
    // The start may have taken long enough for somebody to change their mind.
    if (stop.signal.aborted) stopNow();
    else stop.signal.addEventListener('abort', stopNow, { once: true });
    const { last } = await app.backup.pending();
    const appliedRestore = last !== null && new Date(last.finishedAt) >= began ? last : null;
    // A restart that failed leaves nothing to serve.
    const stopped = settled.promise.catch(async (error: unknown) => {
      await closeAll();
      throw error;
    });
    return { newLink: web.newLink, appliedRestore, stopped };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** On the usual port, so that bookmarks hold; on any free one if somebody has that and no port was asked for. */
async function listen(slot: AppSlot, { host, port }: ServeOptions): Promise<WebHost> {
  const rendererFolder = builtPage(import.meta.dirname);
  try {
    return await startWebHost({ slot, host, port: port ?? usualPort, rendererFolder });
  } catch (error) {
    const taken = error instanceof AppError && error.code === 'CONFLICT';
    if (!taken || port !== undefined) throw error;
    return await startWebHost({ slot, host, port: 0, rendererFolder });
  }
}

/** dist/renderer, seen from the bundle (dist/node) or from the sources. */
const builtPage = (folder: string): string =>
  basename(folder) === 'node' ? join(folder, '..', 'renderer') : join(folder, '..', '..', '..', '..', 'dist', 'renderer');
