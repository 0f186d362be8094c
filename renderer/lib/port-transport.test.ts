import { createORPCClient } from '@orpc/client';
import type { RouterClient } from '@orpc/server';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, expect, test } from 'vitest';
import { Connection } from './connection.ts';
import { connectPort, PORT_MESSAGE } from './port-transport.ts';

const router = { hello: os.handler(() => 'hello') };
const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/** The little of a window that the transport uses. */
class Page extends EventTarget {
  give(data: unknown, source: unknown, port: MessagePort): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port] }));
  }
}

function servedPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(router).upgrade(port1);
  port1.start();
  ports.push(port1, port2);
  return port2;
}

function start() {
  const page = new Page();
  const connection = new Connection(5_000);
  connectPort(connection, page as unknown as Window);
  const client: RouterClient<typeof router> = createORPCClient(connection);
  return { page, connection, client };
}

test('calls go over the port that the preload script hands over, whenever it comes', async () => {
  const { page, client } = start();
  const early = client.hello();
  page.give(PORT_MESSAGE, page, servedPort());
  await expect(early).resolves.toBe('hello');
});

test('a port from anybody else, or under another name, is not taken', () => {
  const { page, connection } = start();
  page.give(PORT_MESSAGE, {}, servedPort());
  page.give('something', page, servedPort());
  expect(connection.state().phase).toBe('connecting');
});

test('a new port takes the place of the one before', async () => {
  const { page, client } = start();
  const first = servedPort();
  page.give(PORT_MESSAGE, page, first);
  await client.hello();
  page.give(PORT_MESSAGE, page, servedPort());
  first.close();
  await expect(client.hello()).resolves.toBe('hello');
});
