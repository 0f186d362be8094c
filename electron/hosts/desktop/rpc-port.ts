import { RPCHandler } from '@orpc/server/message-port';
import { type ApiContext, router } from '../../api/index.ts';
import { isRequest } from '../rpc/index.ts';

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
