import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppSlot, type Client } from '../../api/index.ts';
import { type App, homeAt, startApp } from '../../boot/index.ts';
import { type Port, servePort } from './rpc-port.ts';

let folder: string;
let app: App;
let slot: AppSlot;
const open: MessagePort[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-port-'));
  app = await startApp({ home: homeAt(join(folder, 'home')), host: 'desktop', applyRestore: true });
  slot = new AppSlot();
  slot.put(app);
});
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});
afterAll(async () => {
  slot.empty();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** Node's port in the form of Electron's MessagePortMain, whose listeners get `{data}`. */
const asMain = (port: MessagePort): Port => ({
  on: (event: string, listener: (message: { data: unknown }) => void) => port.on(event, (data: unknown) => listener({ data })),
  postMessage: (message) => port.postMessage(message),
  close: () => port.close(),
});

function page(): { client: Client; port: MessagePort; closed: Promise<void> } {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const { context } = slot;
  if (!context) throw new Error('the app is gone');
  servePort(asMain(port1), context);
  const closed = new Promise<void>((resolve) => port2.on('close', () => resolve()));
  return { client: createORPCClient(new RPCLink({ port: port2 })), port: port2, closed };
}

describe('servePort', () => {
  it('answers a page with the contract', async () => {
    const info = await page().client.app.info();
    expect(info).toMatchObject({ host: 'desktop', home: app.home.root, pid: process.pid });
  });

  it('carries errors as data and no stack', async () => {
    const error: unknown = await page()
      .client.backup.get({ id: '01NONE' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'NOT_FOUND', data: { code: 'NOT_FOUND' } });
    expect(JSON.stringify(error)).not.toContain('.ts:');
  });

  it('streams until the page leaves', async () => {
    const { client, port } = page();
    const events = await client.app.events();
    expect(await events.next()).toEqual({ done: false, value: { topic: 'app' } });
    const next = events.next();
    app.events.changed('backups');
    expect(await next).toEqual({ done: false, value: { topic: 'backups' } });
    port.close();
  });

  it.each([
    ['no JSON', 'hello'],
    ['no request', '{"i":"1","p":{"u":7}}'],
    ['no object', '[]'],
    ['null', 'null'],
    ['a structured clone instead of text', { i: '1', p: { u: '/app/info' } }],
    ['bytes', new Uint8Array([123, 125])],
    ['a form, at which the decoder throws', '{"i":"1","p":{"u":"/app/info","h":{"content-type":"multipart/form-data"}}}'],
    ['an event without anything in it', '{"i":"1","t":3,"p":null}'],
  ])('hangs up on %s, and goes on serving others', async (_, message) => {
    const hostile = page();
    hostile.port.postMessage(message);
    await hostile.closed;
    expect((await page().client.app.info()).host).toBe('desktop');
  });
});
