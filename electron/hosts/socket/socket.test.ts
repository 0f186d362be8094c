import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { AppSlot } from '../../api/index.ts';
import { sampleApp } from '../../api/sample-app.fixture.ts';
import { type Home, homeAt } from '../../boot/home.ts';
import { connectToInstance, type Instance } from './connect.ts';
import { type InstanceControl, type SocketHost, startSocketHost } from './serve.ts';

let folder: string;
let slot: AppSlot;
let opened: { close(): Promise<void> }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-socket-'));
  slot = new AppSlot();
  opened = [];
});
afterEach(async () => {
  slot.empty();
  for (const one of opened.reverse()) await one.close();
  await rm(folder, { recursive: true, force: true });
});

const control: InstanceControl = {
  open: () => ({ url: 'http://127.0.0.1:4790/?token=x' }),
  token: () => {
    throw new AppError('instance.token', 'UNSUPPORTED', 'The desktop app has no /api');
  },
};

async function serve(home: Home): Promise<SocketHost> {
  slot.put(sampleApp({ backup: { list: async () => [] } }));
  const host = await startSocketHost({ home, slot, control });
  opened.push(host);
  return host;
}

async function attach(home: Home): Promise<Instance> {
  const instance = await connectToInstance(home);
  if (instance === null) throw new Error('Nobody listens');
  opened.push(instance);
  return instance;
}

describe('the socket of a home', () => {
  it('speaks the contract to whoever may open it', async () => {
    const home = homeAt(folder);
    await serve(home);
    const { client } = await attach(home);
    expect(await client.backup.list()).toEqual({ backups: [] });
  });

  it("is its owner's alone", async () => {
    const home = homeAt(folder);
    await serve(home);
    expect((await stat(home.socketFile)).mode & 0o777).toBe(0o600);
  });

  it('works at the end of a path that no socket address could hold', async () => {
    const deep = join(folder, 'a folder with spaces: and more'.repeat(4), 'b'.repeat(60));
    await mkdir(deep, { recursive: true });
    const home = homeAt(deep);
    await serve(home);
    const { client } = await attach(home);
    expect(await client.backup.list()).toEqual({ backups: [] });
    expect((await stat(home.socketFile)).isSocket()).toBe(true);
  });

  it('takes the place of one that a killed process left', async () => {
    const home = homeAt(folder);
    const dead = createServer().listen(home.socketFile);
    await new Promise((resolve) => dead.once('listening', resolve));
    // What SIGKILL leaves: the file, and nobody behind it.
    await rename(home.socketFile, `${home.socketFile}.kept`);
    await new Promise((resolve) => dead.close(resolve));
    await rename(`${home.socketFile}.kept`, home.socketFile);
    expect(await connectToInstance(home)).toBeNull();

    await serve(home);
    expect((await attach(home)).ended.aborted).toBe(false);
  });

  it('is gone when the host is', async () => {
    const home = homeAt(folder);
    const host = await serve(home);
    await host.close();
    await expect(stat(home.socketFile)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await connectToInstance(home)).toBeNull();
  });

  it('answers what only the host knows, and its refusals', async () => {
    const home = homeAt(folder);
    await serve(home);
    const instance = await attach(home);
    expect(await instance.ask('open')).toEqual({ url: 'http://127.0.0.1:4790/?token=x' });
    await expect(instance.ask('token')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  it('serves /api as well, to a program that knows no WebSocket', async () => {
    const home = homeAt(folder);
    await serve(home);
    expect(await overHttp(home, '/api/backups')).toEqual([200, '{"backups":[]}']);
    expect((await overHttp(home, '/elsewhere'))[0]).toBe(404);
    slot.empty();
    expect((await overHttp(home, '/api/backups'))[0]).toBe(503);
  });

  it('has its clients wait while the app restarts', async () => {
    const home = homeAt(folder);
    await serve(home);
    slot.empty();
    const attaching = attach(home);
    setTimeout(() => slot.put(sampleApp({ backup: { list: async () => [] } })), 150);
    expect(await (await attaching).client.backup.list()).toEqual({ backups: [] });
  });

  it('tells a client when the instance goes', async () => {
    const home = homeAt(folder);
    const host = await serve(home);
    const { client, ended } = await attach(home);
    const topics = await client.app.events();
    await topics.next();
    const gone = new Promise((resolve) => ended.addEventListener('abort', resolve));

    host.pause();

    await gone;
    await expect(topics.next()).rejects.toThrow();
  });
});

describe('without an instance', () => {
  it('nobody answers: no home, no socket', async () => {
    expect(await connectToInstance(homeAt(join(folder, 'absent')))).toBeNull();
    expect(await connectToInstance(homeAt(join(folder, 'absent'.repeat(20))))).toBeNull();
    expect(await connectToInstance(homeAt(folder))).toBeNull();
  });

  it('a home that can hold no socket is said so', async () => {
    const socket = startSocketHost({ home: homeAt(join(folder, 'absent')), slot, control });
    await expect(socket).rejects.toMatchObject({ code: 'IO' });
  });
});

function overHttp(home: Home, path: string): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: home.socketFile, path, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve([response.statusCode, text]));
    });
    asked.on('error', reject);
    asked.end();
  });
}
