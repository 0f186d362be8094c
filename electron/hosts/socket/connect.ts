import { request as httpRequest } from 'node:http';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { AppError, ErrorData } from '#shared/errors.ts';
import type { Client } from '../../api/index.ts';
import type { Home } from '../../boot/home.ts';
import { type SocketAddress, socketAddress } from './address.ts';

/** A running instance, reached over its home's socket. */
export interface Instance {
  readonly client: Client;
  /** Aborts when the connection ends, by whichever side. */
  readonly ended: AbortSignal;
  /** Asks the host itself: `open` or `token`. */
  ask(what: 'open' | 'token'): Promise<unknown>;
  close(): Promise<void>;
}

/** How long a live instance may take to accept. */
const handshakeMs = 3_000;
/** How long one may take to restart. */
const restartMs = 15_000;

/**
 * Null when nobody listens there: no socket, or one that a killed process left. An instance that restarts is waited
 * for, lest somebody take the home from it in between.
 */
export async function connectToInstance(home: Home): Promise<Instance | null> {
  const address = addressOrNull(home.socketFile);
  if (address === null) return null;
  const giveUp = performance.now() + restartMs;
  let reached = await reach(address.path);
  while (reached === 'restarting' && performance.now() < giveUp) {
    await delay(100);
    reached = await reach(address.path);
  }
  if (typeof reached !== 'string') return instanceOn(reached, address);
  address.release();
  return null;
}

function reach(path: string): Promise<WebSocket | 'nobody' | 'restarting'> {
  const websocket = new WebSocket('ws://cofferdam/rpc', {
    createConnection: () => createConnection(path),
    perMessageDeflate: false,
    handshakeTimeout: handshakeMs,
  });
  return new Promise((resolve) => {
    websocket.once('open', () => resolve(websocket));
    websocket.once('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode === 503 ? 'restarting' : 'nobody');
      websocket.terminate();
    });
    // Refused, absent, or not speaking our protocol: in each case there is no instance to talk to.
    websocket.once('error', () => resolve('nobody'));
  });
}

function instanceOn(websocket: WebSocket, address: SocketAddress): Instance {
  const ended = new AbortController();
  // What `close` says is all there is to do: every pending call fails with it.
  websocket.on('error', () => websocket.terminate());
  websocket.on('close', () => ended.abort());
  return {
    client: createORPCClient(new RPCLink({ websocket: websocket as unknown as globalThis.WebSocket })),
    ended: ended.signal,
    ask: (what) => ask(address.path, what),
    close: async () => {
      if (websocket.readyState !== WebSocket.CLOSED) {
        const closed = new Promise<void>((resolve) => websocket.once('close', () => resolve()));
        websocket.close();
        setTimeout(() => websocket.terminate(), 500).unref();
        await closed;
      }
      address.release();
    },
  };
}

function addressOrNull(file: string): SocketAddress | null {
  try {
    return socketAddress(file);
  } catch {
    // A long path's folder can't be opened: there is no home yet, so no instance either.
    return null;
  }
}

function ask(socketPath: string, what: 'open' | 'token'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void =>
      reject(new AppError(`instance.${what}`, 'CONNECTION_FAILED', 'The running instance did not answer', { cause: error }));
    const request = httpRequest({ socketPath, method: 'POST', path: `/host/${what}`, headers: { 'content-length': '0' } }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const body = parse(text);
        if (response.statusCode === 200) return resolve(body);
        const error = ErrorData.safeParse(body);
        return error.success ? reject(AppError.fromData(error.data)) : failed(text);
      });
    });
    request.on('error', failed);
    request.end();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut short: the caller finds neither an answer nor an error in it, and says so.
    return null;
  }
}
