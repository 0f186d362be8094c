import { createServer, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type AddressInfo, type Socket } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { AppError, toErrorData } from '#shared/errors.ts';
import type { AppSlot } from '../../api/index.ts';
import { answerJson, createRpcSocket } from '../rpc/index.ts';
import { Doors } from './doors.ts';
import { allowedHosts } from './guard.ts';
import { createHandler } from './handler.ts';
import { isStranger, ownUsers } from './peer.ts';
import { createStaticFiles } from './static-files.ts';

export interface WebHostOptions {
  slot: AppSlot;
  /** Where to listen; 127.0.0.1 unless somebody asked for more. */
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Absolute folder of the built page. */
  rendererFolder: string;
  /** Ids of the users of this machine whose programs may connect. */
  users?: ReadonlySet<number>;
}

export interface WebHost {
  readonly port: number;
  /** Without a token: what a browser with a session opens. */
  readonly origin: string;
  /** A new link, good for one session. */
  newLink(): string;
  /** A new bearer token for `/api`. */
  newToken(): string;
  /** Before the app goes: WebSockets are told to come back. Pages are still served, `/api` says 503. */
  pause(): void;
  close(): Promise<void>;
}

/** Serves the page and the contract over HTTP. It outlives the app in `slot`, so sessions survive a restart. */
export async function startWebHost({ slot, host, port, rendererFolder, users = ownUsers }: WebHostOptions): Promise<WebHost> {
  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    // How often the two above are looked at.
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: 16 * 1024,
  });
  server.maxConnections = 256;
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;

  const doors = new Doors(bound);
  const rpc = createRpcSocket({ context: () => slot.context });
  const files = createStaticFiles(rendererFolder);
  // Asked once for each connection, as soon as it is there.
  const strangers = new WeakMap<Duplex, Promise<boolean>>();
  server.on('connection', (socket: Socket) => strangers.set(socket, isStranger(socket, users)));
  const { handle, upgrade } = createHandler({
    hosts: allowedHosts(host, bound, ownAddresses()),
    doors,
    files,
    rpc,
    context: () => slot.context,
    isStranger: (socket) => strangers.get(socket) ?? Promise.resolve(true),
  });

  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error: unknown) => {
      slot.context?.app.log.error('A WebSocket could not be opened', { err: error });
      socket.destroy();
    });
  });
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      slot.context?.app.log.error('A request failed', { path: (request.url ?? '').replace(/\?.*$/s, ''), err: error });
      answerFailure(response, error);
    });
  });
  void files.warm().catch((error: unknown) => slot.context?.app.log.warn('The page could not be read ahead', { err: error }));

  const origin = `http://${originHost(host)}:${bound}`;
  return {
    port: bound,
    origin,
    newLink: () => `${origin}/?token=${doors.newLink()}`,
    newToken: () => doors.newToken(),
    pause: () => rpc.closeConnections(1012, 'Restarting'),
    close: async () => {
      rpc.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Streams end with the app; whoever still holds a connection after that is cut off.
        setTimeout(() => server.closeAllConnections(), 500).unref();
      });
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  const op = 'web.listen';
  switch (error.code) {
    case 'EADDRINUSE':
      return new AppError(op, 'CONFLICT', `Port ${port} on ${host} is in use`, {
        hint: 'Name another port, or let the system choose one with --port 0.',
        cause: error,
      });
    case 'EACCES':
      return new AppError(op, 'PERMISSION_DENIED', `Port ${port} may not be used`, {
        hint: 'Ports below 1024 need root; use --port 0.',
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new AppError(op, 'INVALID_INPUT', `${host} is not an address of this machine`, {
        hint: 'Leave out --host to use 127.0.0.1.',
        cause: error,
      });
    default:
      return new AppError(op, 'IO', `Can't listen on ${host}:${port}: ${error.message}`, { cause: error });
  }
}

function answerFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else answerJson(response, 500, toErrorData(error, 'web.handle'));
}

/** A wildcard is no address to visit. */
function originHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}

const ownAddresses = (): string[] => [
  hostname(),
  ...Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map((one) => one.address)),
];
