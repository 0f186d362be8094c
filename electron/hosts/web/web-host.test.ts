import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { AppSlot, type Client } from '../../api/index.ts';
import { sampleApp } from '../../api/sample-app.fixture.ts';
import { startWebHost, type WebHost } from './web-host.ts';

let folder: string;
let slot: AppSlot;
let web: WebHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-web-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Page</title>');
  await writeFile(join(folder, 'page', 'assets', 'index-1a2b.js'), 'const x = 1;\n'.repeat(500));
  await writeFile(join(folder, 'secret.txt'), 'nobody may read this');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  slot = new AppSlot();
  slot.put(sampleApp({ backup: { list: async () => [] } }));
  web = await startWebHost({ slot, host: '127.0.0.1', port: 0, rendererFolder: join(folder, 'page') });
});
afterEach(async () => {
  slot.empty();
  await web.close();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(new URL(path, web.origin), { headers, method, redirect: 'manual' });

async function session(): Promise<string> {
  const response = await fetch(web.newLink(), { redirect: 'manual' });
  return String(response.headers.get('set-cookie')).split(';')[0] ?? '';
}

async function socket(headers: Record<string, string>, path = '/rpc'): Promise<WebSocket | number> {
  const websocket = new WebSocket(`ws://127.0.0.1:${web.port}${path}`, { headers });
  return await new Promise((resolve) => {
    websocket.once('open', () => resolve(websocket));
    websocket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    websocket.once('error', () => undefined);
  });
}

async function openSocket(): Promise<WebSocket> {
  const websocket = await socket({ cookie: await session(), origin: web.origin });
  if (typeof websocket === 'number') throw new Error(`Refused with ${websocket}`);
  return websocket;
}

describe('a link', () => {
  it('opens a session once and leaves no trace in the address bar', async () => {
    const link = web.newLink();
    const first = await fetch(link, { redirect: 'manual' });
    const second = await fetch(link, { redirect: 'manual', headers: { accept: 'text/html' } });

    expect([first.status, first.headers.get('location'), first.headers.get('cache-control')]).toEqual([303, '/', 'no-store']);
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(second.status).toBe(401);
    expect(await second.text()).toContain('<code');
  });

  it('that was used takes a browser with a session to the page', async () => {
    const link = web.newLink();
    const first = await fetch(link, { redirect: 'manual' });
    const cookie = String(first.headers.get('set-cookie'));
    expect((await fetch(link, { redirect: 'manual', headers: { cookie } })).status).toBe(303);
  });

  it('is not used up by a prefetch or a HEAD', async () => {
    const link = web.newLink();
    await fetch(link, { redirect: 'manual', headers: { 'sec-purpose': 'prefetch;prerender' } });
    await fetch(link, { redirect: 'manual', method: 'HEAD' });
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
  });

  it('followed from another site goes on from a page of ours, which a strict cookie needs', async () => {
    const { pathname, search } = new URL(web.newLink());
    const headers = ['sec-fetch-site: cross-site', 'sec-fetch-mode: navigate'];
    const response = await raw(`${pathname}${search}`, headers);
    expect(response).toMatch(/^HTTP\/1\.1 200/);
    expect(response).toContain('set-cookie: cofferdam-');
    expect(response).toContain('url=/');
  });
});

describe('without a session', () => {
  it('a person is told how to get one', async () => {
    const response = await get('/', { accept: 'text/html' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('cofferdam open');
  });

  it.each(['/', '/assets/index-1a2b.js', '/api/backups', '/api/openapi.json', '/nowhere'])('%s is refused', async (path) => {
    expect((await get(path)).status).toBe(401);
  });

  it.each([
    ['no cookie', {}, 401],
    ['a made-up cookie', { cookie: 'cofferdam-0=x' }, 401],
  ])('a WebSocket with %s is refused', async (_, headers, status) => {
    expect(await socket({ origin: web.origin, ...headers })).toBe(status);
  });
});

describe('who asks', () => {
  it('must call it by a name of this machine', async () => {
    const cookie = await session();
    const refused = await raw('/', [`cookie: ${cookie}`], `evil.example:${web.port}`);
    expect(refused).toMatch(/^HTTP\/1\.1 403/);
  });

  it('must not show it in a frame', async () => {
    const { pathname, search } = new URL(web.newLink());
    const frame = ['sec-fetch-site: cross-site', 'sec-fetch-mode: navigate', 'sec-fetch-dest: iframe'];
    expect(await raw(`${pathname}${search}`, frame)).toMatch(/^HTTP\/1\.1 403/);
    expect(await raw(`${pathname}${search}`, [])).toMatch(/^HTTP\/1\.1 303/);
  });

  it('must not be another site, whatever its cookies', async () => {
    const cookie = await session();
    expect(await socket({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await socket({ cookie })).toBe(403);
    expect((await get('/api/restore/cancel', { cookie, origin: 'http://evil.example' }, 'POST')).status).toBe(403);
    expect((await get('/api/restore/cancel', { cookie }, 'POST')).status).toBe(403);
  });

  it('gets no CORS headers, not even when asking for them', async () => {
    const response = await get('/api/backups', { origin: web.origin, cookie: await session() });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await get('/api/backups', { origin: 'http://evil.example' }, 'OPTIONS')).status).toBe(403);
  });
});

describe('another user of this machine', () => {
  it('is let in by no secret', async () => {
    const guarded = await startWebHost({ slot, host: '127.0.0.1', port: 0, rendererFolder: join(folder, 'page'), users: new Set() });
    try {
      for (const headers of [{ accept: 'text/html' }, { authorization: `Bearer ${guarded.newToken()}` }]) {
        const response = await fetch(guarded.newLink(), { redirect: 'manual', headers });
        expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
        expect(await response.text()).toContain('another user of this machine');
      }
      const websocket = new WebSocket(`ws://127.0.0.1:${guarded.port}/rpc`, { headers: { origin: guarded.origin } });
      const [, response] = (await once(websocket, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect(response.statusCode).toBe(403);
    } finally {
      await guarded.close();
    }
  });

  it('is told from ours by the kernel', async () => {
    // Only root can start a program as somebody else.
    if (process.getuid?.() !== 0) return;
    const ask = `fetch(process.argv[1], { redirect: 'manual' }).then(({ status }) => console.log(status))`;
    const options = { uid: 65_534, gid: 65_534, cwd: '/', env: {} };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', ask, web.newLink()], options);
    expect(stdout.trim()).toBe('403');
    expect((await fetch(web.newLink(), { redirect: 'manual' })).status).toBe(303);
  });
});

describe('the page', () => {
  it('comes with every guard a browser knows', async () => {
    const response = await get('/', { cookie: await session() });
    expect(await response.text()).toContain('Page');
    const csp = response.headers.get('content-security-policy');
    expect(csp).toContain("default-src 'none'");
    expect(csp).not.toContain('unsafe-eval');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is the answer to every route of the app', async () => {
    const response = await get('/backups/01KAFB6N4T', { cookie: await session() });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('has its assets compressed and kept for good', async () => {
    const response = await get('/assets/index-1a2b.js', { cookie: await session() });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(200);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(await response.text()).toHaveLength(6_500);
  });

  it('is not sent again when it is the same, and is when it changed', async () => {
    const cookie = await session();
    const etag = String((await get('/', { cookie })).headers.get('etag'));
    expect((await get('/', { cookie, 'if-none-match': etag })).status).toBe(304);

    const file = join(folder, 'page', 'index.html');
    await writeFile(file, '<!doctype html><title>Rebuilt page</title>');
    await utimes(file, new Date(), new Date(Date.now() + 5_000));
    expect((await get('/', { cookie, 'if-none-match': etag })).status).toBe(200);
  });

  it('leads nowhere outside its folder', async () => {
    const cookie = await session();
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/%00',
      '//etc/passwd.txt',
    ]) {
      const text = await raw(path, [`cookie: ${cookie}`]);
      expect(text).toMatch(/^HTTP\/1\.1 404/);
      expect(text).not.toContain('nobody may read');
    }
  });

  it('says what to do when it was not built', async () => {
    await web.close();
    web = await startWebHost({ slot, host: '127.0.0.1', port: 0, rendererFolder: join(folder, 'absent') });
    const response = await get('/', { cookie: await session(), accept: 'text/html' });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('npm run build');
  });

  it('is only read', async () => {
    expect((await get('/', { cookie: await session(), origin: web.origin }, 'POST')).status).toBe(405);
  });
});

describe('the WebSocket', () => {
  const client = (websocket: WebSocket): Client =>
    createORPCClient(new RPCLink({ websocket: websocket as unknown as globalThis.WebSocket }));

  it('speaks the contract', async () => {
    const websocket = await openSocket();
    expect(await client(websocket).backup.list()).toEqual({ backups: [] });
    websocket.close();
  });

  it('carries streams, and tells us when their reader leaves', async () => {
    const app = sampleApp();
    slot.put(app);
    const websocket = await openSocket();
    const topics = await client(websocket).app.events();
    expect(await topics.next()).toMatchObject({ value: { topic: 'app' } });
    app.events.changed('jobs');
    expect(await topics.next()).toMatchObject({ value: { topic: 'jobs' } });
    websocket.close();
    await expect(topics.next()).rejects.toThrow();
  });

  it.each([
    ['no JSON', 'hello', 1007],
    ['no request', '[1,2]', 1007],
    ['another address', '{"i":"1","p":{"u":"http://evil.example/"}}', 1007],
    ['a form', '{"i":"1","p":{"u":"/app/info","h":{"content-type":"multipart/form-data"}}}', 1007],
    ['an event without anything in it', '{"i":"1","t":3,"p":null}', 1007],
    ['binary', Buffer.from('{}'), 1003],
    ['too much', `"${'x'.repeat(1024 * 1024)}"`, 1009],
  ])('closes on %s', async (_, message, code) => {
    const websocket = await openSocket();
    websocket.send(message);
    const [closed] = (await once(websocket, 'close')) as [number];
    expect(closed).toBe(code);
  });

  it('is only at /rpc', async () => {
    expect(await socket({ cookie: await session(), origin: web.origin }, '/other')).toBe(404);
  });
});

describe('while the app restarts', () => {
  it('sends connections away with 1012, says 503, and knows its sessions afterwards', async () => {
    const cookie = await session();
    const websocket = await openSocket();
    const closed = once(websocket, 'close') as Promise<[number]>;

    slot.empty();
    web.pause();
    const during = await get('/api/backups', { cookie });

    expect((await closed)[0]).toBe(1012);
    expect([during.status, during.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await socket({ cookie, origin: web.origin })).toBe(503);
    expect((await get('/', { cookie })).status).toBe(200);

    slot.put(sampleApp({ backup: { list: async () => [] } }));
    expect((await get('/api/backups', { cookie })).status).toBe(200);
  });
});

describe('listening', () => {
  it('names the way out when the port is taken', async () => {
    const second = startWebHost({ slot, host: '127.0.0.1', port: web.port, rendererFolder: folder });
    await expect(second).rejects.toMatchObject({ code: 'CONFLICT', hint: expect.stringContaining('--port 0') });
  });

  it('refuses an address that is not ours', async () => {
    const elsewhere = startWebHost({ slot, host: '192.0.2.1', port: 0, rendererFolder: folder });
    await expect(elsewhere).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

/** A request byte by byte: `fetch` tidies paths and has its own `sec-fetch-` headers. */
function raw(path: string, headers: string[], host = `127.0.0.1:${web.port}`): Promise<string> {
  const head = [`GET ${path} HTTP/1.1`, `host: ${host}`, 'connection: close', ...headers];
  return new Promise((resolve, reject) => {
    let text = '';
    const connection = connect(web.port, '127.0.0.1', () => connection.write(`${head.join('\r\n')}\r\n\r\n`));
    connection.on('data', (chunk) => {
      text += chunk.toString();
    });
    connection.on('end', () => resolve(text));
    connection.on('error', reject);
  });
}
