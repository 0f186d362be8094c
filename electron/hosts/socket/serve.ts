import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AppSlot } from '../../api/index.ts';
import type { Home } from '../../boot/home.ts';
import { AppError, toErrorData } from '#shared/errors.ts';
import { answerJson, createRest, createRpcSocket, refuse, refuseUpgrade } from '../rpc/index.ts';
import { socketAddress } from './address.ts';

/** What another process of the same user may ask of the host itself, beside the contract. */
export interface InstanceControl {
  /** Brings the program before the user: a fresh one-time link, or null where a window was raised instead. */
  open(): { url: string | null };
  /** A bearer token for `/api`; throws UNSUPPORTED where no web host runs. */
  token(): { token: string };
}

export interface SocketHost {
  /** Tells attached clients to come back: the app is about to go. */
  pause(): void;
  close(): Promise<void>;
}

/**
 * Listens on the home's unix socket. The file's 0600 is the authentication: whoever can open it is the user (or root).
 * Call it only while holding the home's instance lock; a socket file that is there is then a killed process's.
 */
export async function startSocketHost(options: { home: Home; slot: AppSlot; control: InstanceControl }): Promise<SocketHost> {
  const { home, slot, control } = options;
  const rpc = createRpcSocket({ context: () => slot.context });
  const rest = createRest();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    if (request.method === 'POST' && path === '/host/open') return answerJson(response, 200, control.open());
    if (request.method === 'POST' && path === '/host/token') return answerJson(response, 200, control.token());
    if (!path.startsWith('/api/')) return refuse(request, response, 404, { code: 'NOT_FOUND', message: `There is no ${path}` });
    const context = slot.context;
    if (context === null) return refuse(request, response, 503, restarting, { 'retry-after': '1' });
    await rest.handle(request, response, context);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerJson(response, 500, toErrorData(error, 'socket.handle'));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.url === '/rpc') rpc.upgrade(request, socket, head);
    else refuseUpgrade(socket, 404);
  });

  rmSync(home.socketFile, { force: true });
  const address = socketAddress(home.socketFile);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // The file is made within this call: nobody else can connect even in the moment before chmod.
      const usual = process.umask(0o077);
      server.listen(address.path, resolve);
      process.umask(usual);
    });
    chmodSync(home.socketFile, 0o600);
  } catch (error) {
    server.close();
    address.release();
    rpc.close();
    throw new AppError('socket.listen', 'IO', `Can't listen on ${home.socketFile}: ${(error as Error).message}`, {
      hint: 'The home folder must lie on a file system that has sockets.',
      cause: error,
    });
  }

  return {
    pause: () => rpc.closeConnections(1012, 'Restarting'),
    close: async () => {
      rpc.close();
      // Node removes the socket file itself when the server closes, by the path that it was given.
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      address.release();
    },
  };
}

const restarting = { code: 'BUSY', message: 'Cofferdam is restarting', hint: 'Try again in a moment.' } as const;
