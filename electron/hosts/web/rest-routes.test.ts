import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { contract } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/job.ts';
import { AppSlot } from '../../api/index.ts';
import { type App, homeAt, startApp } from '../../boot/index.ts';
import { startWebHost, type WebHost } from './web-host.ts';

interface Operation {
  operationId?: string;
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { content?: Record<string, unknown> }>;
}
interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

let folder: string;
let app: App;
let slot: AppSlot;
let web: WebHost;
let document: Document;
let restarts = 0;
const asked = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-rest-'));
  app = await startApp({ home: homeAt(join(folder, 'home')), host: 'web', applyRestore: true, onRestart: () => (restarts += 1) });
  slot = new AppSlot();
  slot.put(app);
  web = await startWebHost({ slot, host: '127.0.0.1', port: 0, rendererFolder: join(folder, 'absent') });
  document = (await (await send('GET', '/openapi.json')).json()) as Document;
});
afterAll(async () => {
  slot.empty();
  await web.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** As a script sends it: `curl -H "authorization: Bearer …" --json …`. */
function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${web.origin}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${web.newToken()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

interface Procedure {
  '~orpc': { route: { method?: string; path?: string }; outputSchema?: z.ZodType };
}
const procedures = Object.values(contract).flatMap((domain) => Object.values(domain) as unknown as Procedure[]);

/** Asks a route by its template; its answer must be what the contract says. */
async function call<T>(
  method: string,
  template: string,
  { id = '', query = '', body }: { id?: string; query?: string; body?: unknown } = {},
) {
  asked.add(`${method} ${template}`);
  const route = procedures.find(({ '~orpc': { route } }) => route.method === method && route.path === template);
  const response = await send(method, template.replace('{id}', id) + query, body);
  const answer: unknown = await response.json();
  expect(response.status, `${method} ${template}: ${JSON.stringify(answer)}`).toBe(200);
  return route?.['~orpc'].outputSchema?.parse(answer) as T;
}

async function finished(started: Job): Promise<Job> {
  let job = started;
  while (job.finishedAt === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    job = await call<Job>('GET', '/jobs/{id}', { id: started.id });
  }
  expect(job.error).toBeNull();
  return job;
}

async function firstEvent(template: string, id = ''): Promise<string> {
  asked.add(`GET ${template}`);
  const response = await send('GET', template.replace('{id}', id));
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const reader = response.body?.getReader();
  let text = '';
  while (!text.includes('data:')) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  return text;
}

describe('the REST routes', () => {
  it('refuse an option that does not exist rather than to restore everything', async () => {
    const response = await send('POST', '/backups/01M7X1C775M0QTD2PMBR6RVZVD/restore', { options: { only: ['config'] } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('only') });
  });

  it('do the main job for a script', async () => {
    await call('GET', '/app');
    await call('GET', '/status');
    await call('GET', '/doctor');
    expect(await call('GET', '/recovery/check')).toMatchObject({ healthy: true });
    expect(await call('GET', '/recovery')).toEqual({ last: null });
    await call('GET', '/settings');
    await call('PATCH', '/settings', { body: { appearance: { theme: 'dark' } } });

    const { id } = (await finished(await call<Job>('POST', '/backups', { body: { type: 'full', label: 'by script' } }))).result as {
      id: string;
    };
    expect(await call('GET', '/backups')).toMatchObject({ backups: [{ id, label: 'by script' }] });
    await call('GET', '/backups/{id}', { id });
    expect(await call('GET', '/backups/{id}/files', { id, query: '?limit=2&search=settings' })).toMatchObject({
      total: expect.any(Number),
    });
    await finished(await call<Job>('POST', '/backups/verify', { body: { ids: [id] } }));

    const to = join(folder, 'exported.zip');
    await finished(await call<Job>('POST', '/backups/{id}/export', { id, body: { to } }));
    await call('DELETE', '/backups/{id}', { id });
    await finished(await call<Job>('POST', '/backups/import', { body: { file: to } }));

    await finished(await call<Job>('POST', '/backups/{id}/plan', { id, body: {} }));
    await finished(
      await call<Job>('POST', '/backups/{id}/restore', { id, body: { options: { restoreData: false, restoreSkills: false } } }),
    );
    expect(await call('GET', '/restore')).toMatchObject({ pending: { backupId: id } });
    expect(await call('POST', '/restore/cancel')).toMatchObject({ pending: null });
    await call('POST', '/restore/dismiss');

    const { jobs } = await call<{ jobs: Job[] }>('GET', '/jobs', { query: '?limit=1' });
    expect(jobs).toHaveLength(1);
    await call('GET', '/activity', { query: '?limit=5' });
    await call('POST', '/app/restart', { body: { force: true } });
    expect(restarts).toBe(1);
  });

  it('stream events', async () => {
    expect(await firstEvent('/events')).toContain('"topic":"app"');
    const job = await call<Job>('POST', '/backups', { body: { type: 'config' } });
    expect(await firstEvent('/jobs/{id}/events', job.id)).toContain(job.id);
    const watching = firstEvent('/job-events');
    await finished(await call<Job>('POST', '/backups', { body: { type: 'config' } }));
    expect(await watching).toContain('backup.create');
  });

  it('answer what cannot be done with an error of the contract', async () => {
    for (const [method, template, code] of [
      ['POST', '/restore/undo', 'NOT_FOUND'],
      ['POST', '/jobs/{id}/cancel', 'NOT_FOUND'],
    ] as const) {
      asked.add(`${method} ${template}`);
      const answer = (await (await send(method, template.replace('{id}', 'none'))).json()) as { code: string };
      expect([template, answer.code]).toEqual([template, code]);
      expect(answer).not.toHaveProperty('stack');
    }
  });

  it('take no path that no file can have', async () => {
    for (const to of ['', 'a\0b', 'x'.repeat(5_000)]) {
      expect((await send('POST', '/backups/01/export', { to })).status).toBe(400);
      expect((await send('POST', '/backups/import', { file: to })).status).toBe(400);
    }
  });
});

describe('the OpenAPI document', () => {
  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
    );

  it('names every procedure of the contract, and every one was asked above', () => {
    const routes = procedures.map(({ '~orpc': { route } }) => `${route.method} ${route.path}`).sort();
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual(routes);
    expect([...asked].sort()).toEqual(routes);
  });

  it('describes each completely', () => {
    expect(document).toMatchObject({ servers: [{ url: '/api' }], security: [{ bearer: [] }] });
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { summary, responses, parameters = [] }] of operations()) {
      expect(summary, name).toBeTruthy();
      const types = Object.keys(responses['200']?.content ?? {});
      expect(types, name).toEqual([name.endsWith('events') ? 'text/event-stream' : 'application/json']);
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(
        parameters.filter((one) => one.in === 'path').map((one) => one.name),
        name,
      ).toEqual(inPath);
      expect(responses['404'], name).toBeDefined();
    }
  });

  it('refers to nothing that is not there', () => {
    for (const [, pointer = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = pointer.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(target, pointer).toBeDefined();
    }
  });
});
