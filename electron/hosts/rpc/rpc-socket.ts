import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiContext, router } from '../../api/index.ts';
import { isRequest } from './is-request.ts';

export interface RpcSocketOptions {
  /** The app of a new connection, or null while there is none. */
  context: () => ApiContext | null;
  /** How many connections at once. */
  limit?: number;
  /** A connection that does not answer a ping within this time is ended, in milliseconds. */
  keepAliveMs?: number;
}

export interface RpcSocket {
  /** Takes over a connection that the caller has authenticated. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every connection; 1012 tells a client to come back. */
  closeConnections(code: 1001 | 1012, reason: string): void;
  /** Closes every connection and stops the keep-alive. */
  close(): void;
}

/** No request of the contract comes near this; a backup's bytes never cross here. */
const maxMessageBytes = 1024 * 1024;

/** The contract over WebSockets, for pages and for the command line alike. */
export function createRpcSocket({ context, limit = 64, keepAliveMs = 30_000 }: RpcSocketOptions): RpcSocket {
  const handler = new RPCHandler(router);
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false, clientTracking: true });
  const answering = new WeakSet<WebSocket>();

  const keepAlive = setInterval(() => {
    for (const connection of server.clients) {
      if (!answering.delete(connection)) connection.terminate();
      else connection.ping();
    }
  }, keepAliveMs);
  keepAlive.unref();

  const accept = (connection: WebSocket, at: ApiContext): void => {
    answering.add(connection);
    connection.on('pong', () => answering.add(connection));
    // ws closes the connection by itself after an error, with the fitting code.
    connection.on('error', (error) => at.app.log.debug('A connection broke its protocol', { err: error }));
    void handler.upgrade(onlyJson(connection), { context: at });
  };

  return {
    upgrade: (request, socket, head) => {
      const at = context();
      if (at === null) return refuseUpgrade(socket, 503, { 'retry-after': '1' });
      if (server.clients.size >= limit) return refuseUpgrade(socket, 503, { 'retry-after': '10' });
      server.handleUpgrade(request, socket, head, (connection) => accept(connection, at));
    },
    closeConnections: (code, reason) => {
      for (const connection of server.clients) end(connection, code, reason);
    },
    close: () => {
      clearInterval(keepAlive);
      for (const connection of server.clients) end(connection, 1001, 'Stopping');
      server.close();
    },
  };
}

const statusTexts: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' };

/** Answers an upgrade with an HTTP status and hangs up. */
export function refuseUpgrade(socket: Duplex, status: 401 | 403 | 404 | 503, headers: Record<string, string> = {}): void {
  const lines = Object.entries({ connection: 'close', 'content-length': '0', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${statusTexts[status]}\r\n${lines.join('')}\r\n`);
}

function end(connection: WebSocket, code: number, reason: string): void {
  connection.close(code, reason);
  // A peer that is gone never answers the close.
  setTimeout(() => connection.terminate(), 1_000).unref();
}

type MessageListener = (event: { data: unknown }) => void;

/**
 * The connection as oRPC reads it, without what its protocol does not have: binary frames (they carry files, which no
 * procedure takes) and text that is no request. Both end the connection instead of reaching its decoder.
 */
function onlyJson(connection: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const addEventListener = (type: string, listener: MessageListener): void => {
    if (type !== 'message') {
      connection.addEventListener(type as 'close', listener as never);
      return;
    }
    connection.on('message', (data, isBinary) => {
      // One buffer: the connection's binaryType is `nodebuffer`.
      const text = isBinary || !Buffer.isBuffer(data) ? null : data.toString();
      if (isRequest(text)) listener({ data: text });
      else connection.close(isBinary ? 1003 : 1007, 'Not a request');
    });
  };
  return {
    addEventListener: addEventListener as WebSocket['addEventListener'],
    send: connection.send.bind(connection),
  };
}
