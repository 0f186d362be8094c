import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { findElectron } from '../scripts/starting/find-electron.ts';
import { disk } from '../scripts/starting/look.ts';

/** The real desktop app. It runs unpackaged: Playwright attaches with --inspect, which a package's fuses refuse. */
const root = resolve(import.meta.dirname, '..');
const electron = findElectron(process.env, disk, { root, arch: process.arch });
const hasDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

const whyNot = (): string | null => {
  if (electron.kind === 'missing') return electron.why;
  if (electron.kind === 'archive') return 'the runtime of Electron is downloaded but not unpacked (`npm start` does it)';
  return hasDisplay ? null : 'there is no display (xvfb-run gives one)';
};
const reason = whyNot();
test.skip(reason !== null, reason ?? '');

let folder: string;
let app: ElectronApplication;
let page: Page;

test.beforeEach(async () => {
  if (electron.kind !== 'ready') throw new Error('there is no Electron');
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-desktop-'));
  app = await _electron.launch({
    executablePath: electron.path,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, '--home', join(folder, 'home')],
    env: { ...definedEnvironment(), XDG_CONFIG_HOME: join(folder, 'config') },
  });
  page = await app.firstWindow();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
});
test.afterEach(async () => {
  await app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await app.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

test('shows the page from its own scheme, with nothing of Node in it', async () => {
  expect(page.url()).toMatch(/^app:\/\/cofferdam\//);
  expect(await page.evaluate(() => [typeof globalThis.process, typeof Reflect.get(globalThis, 'require')])).toEqual([
    'undefined',
    'undefined',
  ]);
});

test('makes a backup over the message port', async () => {
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.submenu?.items[0]?.click());
  await page.goto('app://cofferdam/#/jobs');
  await expect(page.getByText(/backup|back up/i).first()).toBeVisible();
  await expect.poll(() => existsSync(join(folder, 'home', 'backups')), { timeout: 20_000 }).toBe(true);
});

test('leaves its page for nowhere', async () => {
  const before = page.url();
  await page.evaluate("location.href = 'https://example.com/'");
  expect(page.url()).toBe(before);
  expect(await page.evaluate("open('https://example.com/')")).toBeNull();
  expect(app.windows()).toHaveLength(1);
});

test('grants no permission', async () => {
  const query = "['notifications', 'geolocation', 'camera'].map(async (name) => (await navigator.permissions.query({ name })).state)";
  expect(await page.evaluate(`Promise.all(${query})`)).toEqual(['denied', 'denied', 'denied']);
});

test('sends a second start to the first', async () => {
  if (electron.kind !== 'ready') throw new Error('there is no Electron');
  const second = await _electron
    .launch({
      executablePath: electron.path,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, '--home', join(folder, 'home')],
      env: { ...definedEnvironment(), XDG_CONFIG_HOME: join(folder, 'config') },
      timeout: 10_000,
    })
    .catch(() => null);
  await second?.waitForEvent('close').catch(() => undefined);
  expect(app.windows()).toHaveLength(1);
});

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
