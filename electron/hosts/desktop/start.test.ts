import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../api/index.ts';
import * as electron from './fake-electron.fixture.ts';
import { startDesktop } from './index.ts';

vi.mock('electron', () => import('./fake-electron.fixture.ts'));

const { app, answers, BrowserWindow, did, ipcMain, registered } = electron;
const argv = process.argv;
let folder: string;
const ports: MessagePort[] = [];

/** A frame asks for its port; null when it is given none. */
async function askForPort(url: string, parent: object | null = null, withinMs = 10_000): Promise<Client | null> {
  const given = await new Promise<MessagePort | null>((resolve) => {
    setTimeout(() => resolve(null), withinMs).unref();
    const senderFrame = {
      url,
      parent,
      isDestroyed: () => false,
      postMessage: (channel: string, _: null, [port]: [MessagePort]) => resolve(channel === 'port' ? port : null),
    };
    ipcMain.emit('port', { senderFrame });
  });
  if (given) ports.push(given);
  return given ? createORPCClient(new RPCLink({ port: given })) : null;
}

const window = () => {
  const [first] = BrowserWindow.all;
  if (!first) throw new Error('there is no window');
  return first;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-start-'));
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
  process.argv = ['/opt/Cofferdam/cofferdam-desktop', '--home', join(folder, 'home')];
  Object.assign(process, { resourcesPath: join(folder, 'resources') });
  void startDesktop();
  await vi.waitFor(() => {
    if (ipcMain.listenerCount('port') === 0) throw new Error(`nobody hands out ports; so far: ${did.join(', ')}`);
  });
});
afterEach(() => {
  answers.length = 0;
});
afterAll(async () => {
  for (const port of ports) port.close();
  const exited = once(app, 'exited');
  electron.powerMonitor.emit('shutdown');
  await exited;
  process.argv = argv;
  for (const event of ['uncaughtException', 'unhandledRejection', 'SIGTERM', 'SIGINT']) process.removeAllListeners(event);
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe('startDesktop', () => {
  it('does before Electron is ready what Electron takes only then, and the lock once it knows where', () => {
    expect(did.slice(0, 7).map((step) => step.split(' ')[0])).toEqual([
      'enableSandbox',
      'appendSwitch',
      'setDesktopName',
      'setPath',
      'registerSchemes',
      'requestSingleInstanceLock',
      'whenReady',
    ]);
  });

  it('opens one window on its own scheme with the secure preferences', () => {
    expect(did).toContain('loadURL app://cofferdam/#/');
    expect(window().options).toMatchObject({
      webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, devTools: false },
    });
  });

  it('gives its page a port to the contract', async () => {
    const client = await askForPort('app://cofferdam/backups');
    expect(await client?.app.info()).toMatchObject({ host: 'desktop', home: join(folder, 'home'), restartUnavailable: null });
  });

  it('gives a port to nobody else', async () => {
    expect(await askForPort('https://example.com/', null, 200)).toBeNull();
    expect(await askForPort('app://cofferdam/', {}, 200)).toBeNull();
  });

  it('lets no page leave, open a window or attach a webview', () => {
    const stopped = vi.fn();
    const { webContents } = window();
    webContents.emit('will-frame-navigate', { url: 'https://example.com/', isMainFrame: true, preventDefault: stopped });
    webContents.emit('will-frame-navigate', { url: 'app://cofferdam/x', isMainFrame: false, preventDefault: stopped });
    webContents.emit('will-redirect', { url: 'https://libvirt.org/', preventDefault: stopped });
    webContents.emit('will-attach-webview', { preventDefault: stopped });
    expect(stopped).toHaveBeenCalledTimes(4);
    expect(did.filter((step) => step.startsWith('openExternal'))).toEqual([]);

    const openHandler = registered.get('windowOpen') as (details: { url: string }) => unknown;
    expect(openHandler({ url: 'https://libvirt.org/uri.html' })).toEqual({ action: 'deny' });
    expect(openHandler({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    expect(did.filter((step) => step.startsWith('openExternal'))).toEqual(['openExternal https://libvirt.org/uri.html']);
  });

  it('denies permissions, devices and the network', () => {
    expect(did).toContain('appendSwitch host-resolver-rules MAP * ~NOTFOUND');
    expect(did).toContain('webRTC disable_non_proxied_udp');
    const ask = registered.get('permissionRequest') as (
      contents: null,
      permission: string,
      reply: (granted: boolean) => void,
      details: object,
    ) => void;
    const granted = vi.fn();
    ask(null, 'media', granted, { requestingUrl: 'app://cofferdam/' });
    ask(null, 'openExternal', granted, { requestingUrl: 'app://cofferdam/' });
    ask(null, 'clipboard-sanitized-write', granted, { requestingUrl: 'https://example.com/' });
    expect(granted.mock.calls).toEqual([[false], [false], [false]]);
    const check = registered.get('permissionCheck') as (contents: null, permission: string, origin: string) => boolean;
    expect(check(null, 'notifications', 'app://cofferdam/')).toBe(false);
    expect((registered.get('devicePermission') as () => boolean)()).toBe(false);
    const request = registered.get('request') as {
      filter: { urls: string[] };
      handler: (details: object, reply: (verdict: object) => void) => void;
    };
    const verdict = vi.fn();
    request.handler({}, verdict);
    expect(verdict).toHaveBeenCalledWith({ cancel: true });
    expect(request.filter.urls).toContain('https://*/*');
    expect(request.filter.urls.some((url) => url.startsWith('app:'))).toBe(false);
  });

  it('raises its window for a second start, and does what that asks for', async () => {
    const client = await askForPort('app://cofferdam/');
    app.emit('second-instance', {}, ['cofferdam-desktop', '--back-up']);
    expect(did.slice(-2)).toEqual(['show', 'focus']);
    const jobs = await vi.waitFor(async () => {
      const found = (await client?.job.list({}))?.jobs ?? [];
      expect(found.map(({ kind, state }) => [kind, state])).toEqual([['backup.create', 'succeeded']]);
      return found;
    }, 20_000);
    expect(did).toContain(`notify ${jobs[0]?.title} finished`);
  });

  it('keeps the tray menu up to date', async () => {
    await vi.waitFor(() => {
      const labels = (registered.get('trayMenu') as { label?: string }[] | undefined)?.map(({ label }) => label);
      expect(labels).toContain('Back up now');
      expect(labels?.[0]).toBe('Verified backup: just now');
    }, 10_000);
  });

  it('loads a crashed page once more, then asks', async () => {
    window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(did.at(-1)).toBe('reload');
    answers.push(0);
    window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await vi.waitFor(() => expect(did.slice(-2)).toEqual(['box The window keeps crashing.', 'reload']));
  });
});
