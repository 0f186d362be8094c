import { type ClientContext, createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '#shared/contract/index.ts';
import { Connection } from './connection.ts';
import { connectPort } from './port-transport.ts';
import { connectSocket } from './socket-transport.ts';

export type Client = ContractRouterClient<Contract, ClientContext>;

export const connection = new Connection();
export const client: Client = createORPCClient(connection);
/** Query and mutation options for every procedure, and their keys. */
export const orpc = createTanstackQueryUtils(client);

/** In the desktop window the preload script brings a MessagePort; anywhere else it is a WebSocket to where the page came from. */
export function connect(page: Window): () => void {
  const { location } = page;
  if (location.protocol === 'app:') return connectPort(connection, page);
  return connectSocket(connection, {
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`,
    isSignedOut: async () => {
      const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
      return answer?.status === 401 || answer?.status === 403;
    },
  });
}
