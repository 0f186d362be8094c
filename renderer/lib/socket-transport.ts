import { RPCLink } from '@orpc/client/websocket';
import type { Connection } from './connection.ts';

/** What a server says when it restarts: RFC 6455 registry, "Service Restart". */
const SERVICE_RESTART = 1012;
const RESTART_POLL_MS = 250;

export interface SocketTransportOptions {
  url: string;
  /** Asks by plain HTTP whether we are still let in; a browser does not tell why it was refused a WebSocket. */
  isSignedOut: () => Promise<boolean>;
}

/** 0.25 s, doubling, at most 5 s. */
export const reconnectDelay = (attempt: number): number => Math.min(5_000, 250 * 2 ** Math.max(0, attempt - 1));

/** Keeps a WebSocket open until the returned function is called. `navigator.onLine` says nothing about loopback, so it isn't asked. */
export function connectSocket(connection: Connection, { url, isSignedOut }: SocketTransportOptions): () => void {
  let stopped = false;
  let attempts = 0;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    const current = new WebSocket(url);
    current.binaryType = 'arraybuffer';
    socket = current;
    current.addEventListener('open', () => {
      attempts = 0;
      connection.up(new RPCLink({ websocket: current }));
    });
    current.addEventListener('close', ({ code }) => {
      if (!stopped) void retry(code);
    });
  };

  const retry = async (code: number): Promise<void> => {
    attempts += 1;
    // A restart asked for stays one until a connection is back, whatever the failed attempts in between look like.
    const restarting = code === SERVICE_RESTART || connection.state().phase === 'restarting';
    if (restarting) connection.down({ phase: 'restarting' });
    else connection.down({ phase: 'lost', attempts, signedOut: attempts >= 2 && (await isSignedOut()) });
    if (!stopped) timer = setTimeout(open, restarting ? RESTART_POLL_MS : reconnectDelay(attempts));
  };

  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
