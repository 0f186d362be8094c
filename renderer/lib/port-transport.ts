import { RPCLink } from '@orpc/client/message-port';
import type { Connection } from './connection.ts';

/** The preload script posts this with the port; a new port replaces the one before. */
export const PORT_MESSAGE = 'cofferdam:port';

/** Takes the MessagePort that the desktop window's preload script hands over, whenever it comes. */
export function connectPort(connection: Connection, page: Window): () => void {
  let current: MessagePort | undefined;

  const onMessage = (event: MessageEvent<unknown>): void => {
    const [port] = event.ports;
    if (event.source !== page || event.data !== PORT_MESSAGE || !port) return;
    current = port;
    const link = new RPCLink({ port });
    port.addEventListener('close', () => {
      if (current === port) connection.down(afterLoss(connection));
    });
    port.start();
    connection.up(link);
  };

  page.addEventListener('message', onMessage);
  return () => {
    page.removeEventListener('message', onMessage);
    current?.close();
  };
}

const afterLoss = (connection: Connection): { phase: 'restarting' } | { phase: 'lost'; attempts: number; signedOut: boolean } =>
  connection.state().phase === 'restarting' ? { phase: 'restarting' } : { phase: 'lost', attempts: 1, signedOut: false };
