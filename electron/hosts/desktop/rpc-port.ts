import { RPCHandler } from '@orpc/server/message-port';
import { type ApiContext, router } from '../../api/index.ts';

/** What is used of Electron's MessagePortMain. */
export interface Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  close(): void;
}

const handler = new RPCHandler(router);

/** Serves the contract to the page at the other end. A message that is no request closes the port: our page sends none. */
export function servePort(port: Port, context: ApiContext): void {
  let open = true;
  const close = (): void => {
    open = false;
    port.close();
  };
  const guarded = {
    on: (event: string, listener: (event?: { data: unknown }) => void): void => {
      if (event === 'close') {
        port.on('close', () => {
          open = false;
          listener();
        });
        return;
      }
      port.on('message', (message) => {
        if (!open) return;
        // Its decoder would throw where nobody catches, and so end this process.
        if (isRequest(message.data)) listener({ data: message.data });
        else close();
      });
    },
    // A stream may have its next value ready just as the page goes.
    postMessage: (message: unknown): void => {
      if (open) port.postMessage(message);
    },
  };
  handler.upgrade(guarded, { context });
}

/** As oRPC's peer protocol sends them: JSON text with an id and, unless it is an abort or an event, a path. */
export function isRequest(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('i' in message)) return false;
    const { t: type = 1, p: payload } = message as { t?: unknown; p?: { u?: unknown } | null };
    if (type === 4) return true;
    return type === 1 && typeof payload?.u === 'string' && payload.u.startsWith('/');
  } catch {
    // No JSON, so no request either.
    return false;
  }
}
