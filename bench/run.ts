/**
 * Measures Cofferdam and its peers, and writes docs/benchmarks.md.
 *
 *   npm run bench [-- backup|loop|start|bundle …] [--runs N] [--size 700MB]
 *
 * With the name of a part only that is measured and printed; docs/benchmarks.md is written by a whole run alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSize } from '../scripts/sample-home.ts';
import { firstPageFiles, gzippedBytes } from './bundle.ts';
import { root } from './cofferdam.ts';
import { freshHome } from './corpus.ts';
import { disk, filesIn, systemName } from './machine.ts';
import { loopDelay } from './loop.ts';
import { report } from './report.ts';
import { sideBySide } from './side-by-side.ts';
import { startUp } from './start-up.ts';

const parts = ['backup', 'loop', 'start', 'bundle'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' }, size: { type: 'string', default: '700MB' } },
});
const unknown = positionals.find((name) => !parts.includes(name));
if (unknown) {
  process.stderr.write(`bench: there is no part "${unknown}"; there is ${parts.join(', ')}\n`);
  process.exit(1);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wants = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
const runs = Number(values.runs);
const page = join(root, 'dist/renderer');
const bytes = parseSize(values.size);

const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--app', '--logLevel', 'warn'], {
  cwd: root,
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(1);

const work = mkdtempSync(join(tmpdir(), 'cofferdam-bench-run-'));
try {
  const home = join(work, 'home');
  const backups = wants('backup') ? await sideBySide(freshHome(bytes, home), work, runs, say) : null;
  const loop = wants('loop') ? await loopDelay(freshHome(bytes, join(work, 'loop-home'))) : null;
  const start = wants('start') ? await startUp(10_000_000, work, Math.max(3, runs)) : null;
  const bundle = firstPageFiles(page);
  const bundleBytes = gzippedBytes(page, bundle);
  if (wants('bundle')) say(`first page: ${bundleBytes} bytes gzipped in ${bundle.length} files`);
  for (const result of [backups, loop, start]) if (result) say(JSON.stringify(result, null, 2));
  if (backups && loop && positionals.length === 0) {
    const machine = { cores: cpus().length, memoryBytes: totalmem(), disk: disk(work), system: systemName(), node: process.version };
    const corpusFiles = filesIn(freshHome(bytes, home));
    mkdirSync(join(root, 'docs'), { recursive: true });
    writeFileSync(
      join(root, 'docs/benchmarks.md'),
      report({ date: new Date(), machine, corpusBytes: bytes, corpusFiles, backups, loop, start, bundleBytes }),
    );
    say('wrote docs/benchmarks.md');
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
