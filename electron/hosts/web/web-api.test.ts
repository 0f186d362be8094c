import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppSlot } from '../../api/index.ts';
import { sampleApp } from '../../api/sample-app.fixture.ts';
import { startWebHost, type WebHost } from './web-host.ts';

let slot: AppSlot;
let web: WebHost;

beforeEach(async () => {
  slot = new AppSlot();
  slot.put(sampleApp({ backup: { list: async () => [] } }));
  web = await startWebHost({ slot, host: '127.0.0.1', port: 0, rendererFolder: '/nonexistent' });
});
afterEach(async () => {
  slot.empty();
  await web.close();
});

const get = (path: string, headers: Record<string, string>): Promise<Response> => fetch(new URL(path, web.origin), { headers });

describe('/api', () => {
  const bearer = (): Record<string, string> => ({ authorization: `Bearer ${web.newToken()}` });

  it('answers a script with a token', async () => {
    const response = await get('/api/backups', bearer());
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await response.json()).toEqual({ backups: [] });
  });

  it('answers the page with its cookie', async () => {
    const cookie = (await fetch(web.newLink(), { redirect: 'manual' })).headers.get('set-cookie');
    expect((await get('/api/backups', { cookie: String(cookie).split(';')[0] ?? '' })).status).toBe(200);
  });

  it('gives errors as our data', async () => {
    const response = await fetch(new URL('/api/backups', web.origin), {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: '{"type":"all"}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ code: 'INVALID_INPUT', message: 'type: must be full, config or data', op: 'backup.create' });
  });

  it.each([
    ['no JSON', '{"type":', 400],
    ['too much', `{"label":"${'x'.repeat(1024 * 1024)}"}`, 413],
  ])('refuses a body that is %s', async (_, body, status) => {
    const response = await fetch(new URL('/api/backups', web.origin), {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body,
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, 'INVALID_INPUT']);
  });

  // As `curl -d` sends it: taken for no input, it would start a restore with every default.
  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/event-stream', 'text/plain', 'image/png'])(
    'refuses a body that comes as %s',
    async (type) => {
      const headers = { ...bearer(), 'content-type': type };
      const response = await fetch(new URL('/api/backups', web.origin), { method: 'POST', headers, body: '{"type":"config"}' });
      expect([response.status, await response.json()]).toEqual([415, expect.objectContaining({ code: 'INVALID_INPUT' })]);
    },
  );

  it('names what is not there', async () => {
    const response = await get('/api/nothing', bearer());
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
  });

  it('describes itself', async () => {
    const document = (await (await get('/api/openapi.json', bearer())).json()) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/backups', '/backups/{id}', '/restore', '/jobs/{id}/events']));
  });

  it('streams events until the app goes', async () => {
    const response = await get('/api/events', bearer());
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    slot.empty();
    expect(await response.text()).toContain('"topic":"app"');
  });
});
