import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { buildSampleHome } from '../scripts/sample-home.ts';
import { findChromium } from './chromium.ts';
import { cli, type Server, startServer } from './server.ts';

export { expect };

/** The real program over a sample home of its own. */
export interface Cofferdam {
  home: string;
  server: Server;
  /** Address without the one-time token. */
  origin: string;
  cli<T>(...args: string[]): Promise<T>;
}

interface Options {
  homeBytes: number;
}

export const test = base.extend<Options & { chromiumIsThere: undefined; cofferdam: Cofferdam }>({
  homeBytes: [6_000_000, { option: true }],

  chromiumIsThere: [
    async ({}, use, info) => {
      info.skip(findChromium() === null, 'there is no Chromium in PATH; scripts/setup installs it');
      await use(undefined);
    },
    { auto: true },
  ],

  cofferdam: async ({ homeBytes }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'cofferdam-e2e-'));
    const home = join(folder, 'home');
    let server: Server | undefined;
    try {
      buildSampleHome(home, homeBytes);
      server = await startServer(home);
      await use({ home, server, origin: new URL(server.url).origin, cli: (...args) => cli(home, ...args) });
    } finally {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },

  /** Already let in. */
  page: async ({ page, cofferdam }, use) => {
    // Whatever a test does, the page keeps its own content security policy.
    const violations: string[] = [];
    page.on('console', (message) => /Content Security Policy/i.test(message.text()) && violations.push(message.text()));
    await page.goto(cofferdam.server.url);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await use(page);
    expect(violations).toEqual([]);
  },
});
