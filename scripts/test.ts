/**
 * Builds, then runs every test: vitest, then Playwright. The last line is the sum of both.
 *
 *   npm test [-- FILTER…]      FILTER: part of a test file's path
 *
 * COFFERDAM_REQUIRE=all makes a skipped test a failure (the desktop test excepted, with its reason).
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { runBrowserTests } from './testing/browser.ts';
import { addTallies, forbiddenSkips, skipLine, summaryLine } from './testing/tally.ts';
import { runUnitTests } from './testing/units.ts';

const root = resolve(import.meta.dirname, '..');
const filters = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.chdir(root);
const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--app', '--logLevel', 'warn'], { stdio: 'inherit' });
if (build.status !== 0) {
  say('The build failed, so no test was run.');
  say('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

const tally = addTallies([await runUnitTests(root, filters), await runBrowserTests(root, filters)]);
const forbidden = forbiddenSkips(tally, process.env['COFFERDAM_REQUIRE']);
const nothing = tally.passed + tally.failed.length + tally.skipped.length === 0;

say('');
for (const skip of tally.skipped) say(skipLine(skip));
for (const name of tally.failed) say(`failed: ${name}`);
for (const skip of forbidden) say(`COFFERDAM_REQUIRE=all forbids this skip: ${skip.file} › ${skip.name}`);
if (nothing) say(`No test file's path contains ${filters.map((filter) => `"${filter}"`).join(' or ')}.`);
say(summaryLine(tally));
process.exit(tally.failed.length + forbidden.length > 0 || nothing ? 1 : 0);
