import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumArguments, findChromium } from '../e2e/chromium.ts';
import { startServer } from '../e2e/server.ts';
import { freshHome } from './corpus.ts';
import { median } from './statistics.ts';

export interface StartUp {
  /** From starting the process to the printed URL. */
  serverMs: number;
  /** From opening the URL to the navigation being there. */
  pageMs: number;
  gatesMs: number;
  steps: { step: string; ms: number }[];
}

/** Start to first usable page of a healthy home. Null when there is no Chromium to look at it with. */
export async function startUp(bytes: number, work: string, runs: number): Promise<StartUp | null> {
  const executablePath = findChromium();
  if (executablePath === null) return null;
  const home = freshHome(bytes, join(work, 'start-home'));
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  try {
    const samples: StartUp[] = [];
    // The first start creates the database and warms the file cache; a user's machine has done both.
    for (let run = 0; run <= runs; run += 1) samples.push(await once(browser, home));
    const warm = samples.slice(1);
    const last = warm.at(-1);
    return {
      serverMs: median(warm.map(({ serverMs }) => serverMs)),
      pageMs: median(warm.map(({ pageMs }) => pageMs)),
      gatesMs: median(warm.map(({ gatesMs }) => gatesMs)),
      steps: last?.steps ?? [],
    };
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function once(browser: Browser, home: string): Promise<StartUp> {
  const server = await startServer(home);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(server.url, { waitUntil: 'commit' });
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    const pageMs = performance.now() - began;
    const { startup } = await page.evaluate<{ startup: { step: string; ms: number }[] }>(
      "fetch('/api/app').then((answer) => answer.json())",
    );
    const gates = startup.filter(({ step }) => /gate/i.test(step));
    return {
      serverMs: server.startMs,
      pageMs,
      gatesMs: gates.reduce((sum, { ms }) => sum + ms, 0),
      steps: startup,
    };
  } finally {
    await context.close();
    await server.stop();
  }
}
