import type { LoopDelay } from './loop.ts';
import type { Step } from './peers.ts';
import type { PeerResult, SideBySide } from './side-by-side.ts';
import type { StartUp } from './start-up.ts';

export interface Machine {
  cores: number;
  memoryBytes: number;
  disk: string;
  system: string;
  node: string;
}
export interface Results {
  date: Date;
  machine: Machine;
  corpusBytes: number;
  corpusFiles: number;
  backups: SideBySide;
  loop: LoopDelay;
  start: StartUp | null;
  /** Of the renderer's first page, gzipped. */
  bundleBytes: number;
}

interface Target {
  what: string;
  measured: string;
  target: string;
  met: boolean;
}

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`;

/** Each goal against what was measured; also those that were missed. */
export function targets({ backups, loop, start, bundleBytes }: Results): Target[] {
  const ours = backups.results.find(({ name }) => name === 'cofferdam');
  const zip = backups.results.find(({ name }) => name.startsWith('zip'));
  const ratio = (what: string, step: Step, limit: number): Target[] => {
    if (!ours || !zip) return [];
    const value = ours.seconds[step] / zip.seconds[step];
    return [{ what, measured: `${value.toFixed(2)} ×`, target: `≤ ${limit.toFixed(1)} ×`, met: value <= limit }];
  };
  const peak = ours ? Math.max(...Object.values(ours.rss)) : Number.NaN;
  return [
    ...ratio('`backup create` against `zip -6 -r`', 'create', 1),
    ...ratio('`backup verify` against `unzip -t`', 'verify', 1),
    ...ratio('staging a restore against `unzip`', 'restore', 1.5),
    { what: 'peak memory of create, verify and staging', measured: mib(peak), target: '< 300 MB', met: peak < 300e6 },
    {
      what: 'event-loop delay of the main thread during a backup, p99',
      measured: ms(loop.p99Ms),
      target: '≤ 50 ms',
      met: loop.p99Ms <= 50,
    },
    ...(start ? startTargets(start) : []),
    { what: 'first page of the renderer, gzipped', measured: kib(bundleBytes), target: '≤ 350 KB', met: bundleBytes <= 350e3 },
  ];
}

function startTargets({ serverMs, pageMs, gatesMs }: StartUp): Target[] {
  const total = serverMs + pageMs;
  return [
    { what: 'start to first usable page', measured: ms(total), target: '≤ 1,000 ms', met: total <= 1000 },
    { what: 'restore gate and health gate with nothing to do', measured: ms(gatesMs), target: '≤ 50 ms', met: gatesMs <= 50 },
  ];
}

/** The whole of docs/benchmarks.md. */
export function report(results: Results): string {
  const { date, machine, corpusBytes, corpusFiles, backups, start } = results;
  return `# Benchmarks

Made by \`npm run bench\` on ${date.toISOString().slice(0, 10)}; not edited by hand. Compare the ratios, not the seconds: they come from one
run on one machine, everybody in turn on the same corpus, median of ${backups.runs}.

Machine: ${machine.cores} cores, ${mib(machine.memoryBytes)} memory, ${machine.disk}, ${machine.system}, Node ${machine.node}. File cache warm.
Corpus: ${(corpusBytes / 1e6).toFixed(0)} MB: a database with frames in its write-ahead log, ${corpusFiles.toLocaleString('en')} small text files, an incompressible blob
(\`npm run sample-home\`).

## Goals

| | measured | goal | |
|---|---|---|---|
${targets(results)
  .map(({ what, measured, target, met }) => `| ${what} | ${measured} | ${target} | ${met ? 'met' : '**missed**'} |`)
  .join('\n')}

## Backup, full check and restore, side by side

Cofferdam's restore is staging: everything but the renames of the next start. Its times include starting the program, its
\`create\` includes reading every entry back.

| | create | check | restore | peak memory | what it does |
|---|---|---|---|---|---|
${backups.results.map(row).join('\n')}
${backups.missing.length > 0 ? `\nNot installed, so not compared: ${backups.missing.join(', ')} (\`scripts/setup --bench\`).\n` : ''}
## Start

${start ? startTable(start) : 'Not measured: there is no Chromium on this machine.'}
`;
}

const row = ({ name, seconds: took, rss, note }: PeerResult): string =>
  `| ${name} | ${seconds(took.create)} | ${seconds(took.verify)} | ${seconds(took.restore)} | ${mib(Math.max(...Object.values(rss)))} | ${note} |`;

const startTable = ({ serverMs, pageMs, steps }: StartUp): string => `| | |
|---|---|
| process started → address printed | ${ms(serverMs)} |
| address opened → navigation on screen | ${ms(pageMs)} |
${steps.map(({ step, ms: took }) => `| of the start: ${step} | ${ms(took)} |`).join('\n')}`;
