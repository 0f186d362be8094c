/**
 * Runs the tests that kill, race and guess again and again, for what shows itself only now and then. Property tests guess anew each round.
 *
 *   npm run soak [-- FILTER…] [--minutes 30]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { summaryLine } from './testing/tally.ts';
import { runUnitTests } from './testing/units.ts';

const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string', default: '30' } } });
const filters = positionals.length > 0 ? positionals : ['electron/backup', 'electron/boot', 'electron/jobs', 'electron/store'];
const end = performance.now() + Number(values.minutes) * 60_000;

process.chdir(root);
let round = 0;
let failed = false;
do {
  round += 1;
  const tally = await runUnitTests(root, filters);
  process.stdout.write(`round ${round}: ${summaryLine(tally)}\n`);
  for (const name of tally.failed) process.stdout.write(`failed: ${name}\n`);
  failed = tally.failed.length > 0;
} while (!failed && performance.now() < end);
process.exit(failed ? 1 : 0);
