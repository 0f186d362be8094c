import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createORPCClient } from '@orpc/client';
import type { RouterClient } from '@orpc/server';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { Connection, ConnectionLost } from './connection.ts';
import { connectSocket, reconnectDelay } from './socket-transport.ts';

const never = Promise.withResolvers<string>().promise;
const router = { hello: os.handler(() => 'hello'), hang: os.handler(() => never) };

async function serve(port = 0): Promise<WebSocketServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  await once(server, 'listening');
  const handler = new RPCHandler(router);
  server.on('connection', (socket) => void handler.upgrade(socket));
  return server;
}

async function stop(server: WebSocketServer, code: number): Promise<void> {
  for (const socket of server.clients) socket.close(code);
  await new Promise((resolve) => server.close(resolve));
}

const portOf = (server: WebSocketServer): number => (server.address() as AddressInfo).port;

describe('the connection of a page to its server', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  async function start(isSignedOut = async (): Promise<boolean> => false) {
    const server = await serve();
    const connection = new Connection(5_000);
    const client: RouterClient<typeof router> = createORPCClient(connection);
    ends.push(connectSocket(connection, { url: `ws://127.0.0.1:${portOf(server)}`, isSignedOut }));
    ends.push(() => stop(server, 1000));
    return { server, connection, client };
  }

  const reach = (connection: Connection, phase: string): Promise<void> =>
    vi.waitFor(() => expect(connection.state().phase).toBe(phase), 5_000);

  test('a call made before it is open waits for it', async () => {
    const { client, connection } = await start();
    expect(connection.state().phase).toBe('connecting');
    await expect(client.hello()).resolves.toBe('hello');
    expect(connection.state().phase).toBe('open');
  });

  test('a restart is told from a failure by its close code, and calls go on after it', async () => {
    const { client, connection, server } = await start();
    await client.hello();
    const port = portOf(server);
    await stop(server, 1012);
    await reach(connection, 'restarting');
    const waiting = client.hello();
    const again = await serve(port);
    ends.push(() => stop(again, 1000));
    await expect(waiting).resolves.toBe('hello');
    expect(connection.state().phase).toBe('open');
  });

  test('a call under way when it breaks fails, because nobody knows whether it was carried out', async () => {
    const { client, server, connection } = await start();
    await client.hello();
    const call = client.hang().catch((error: unknown) => error);
    await stop(server, 1001);
    expect(await call).toBeInstanceOf(ConnectionLost);
    await reach(connection, 'lost');
  });

  test('it finds out that it is no longer let in', async () => {
    const { client, connection, server } = await start(async () => true);
    await client.hello();
    await stop(server, 1001);
    await vi.waitFor(() => expect(connection.state()).toMatchObject({ phase: 'lost', signedOut: true }), 5_000);
  });
});

describe('a connection without a transport', () => {
  test('does not let a call wait for ever', async () => {
    const client: RouterClient<typeof router> = createORPCClient(new Connection(20));
    await expect(client.hello()).rejects.toBeInstanceOf(ConnectionLost);
  });

  test('lets go of a call that is given up', async () => {
    const client: RouterClient<typeof router> = createORPCClient(new Connection());
    const given = new AbortController();
    const call = client.hello(undefined, { signal: given.signal });
    given.abort(new DOMException('no more', 'AbortError'));
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a restart that was refused is none', () => {
    const connection = new Connection();
    connection.up({ call: async () => 'x' });
    connection.expectRestart();
    expect(connection.state().phase).toBe('restarting');
    connection.restartRefused();
    expect(connection.state().phase).toBe('open');
  });
});

test('the wait between attempts grows to five seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(reconnectDelay)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
});
