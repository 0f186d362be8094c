/**
 * Starts Cofferdam from this checkout: the desktop app where Electron and a display are there, otherwise the same page in
 * a browser. Builds first when that is due. Never downloads anything.
 *
 *   npm start [-- --home DIR --port N …]
 */
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { findElectron, type FoundElectron } from './starting/find-electron.ts';
import { disk, modifiedAt, newestSource, sandboxFacts } from './starting/look.ts';
import { planStart, sandboxProblem, serveArguments } from './starting/plan.ts';
import { builtFiles, whyBuild } from './starting/stale.ts';
import { unpackElectron } from './starting/unpack.ts';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

build();
const electron = await makeReady(findElectron(process.env, disk, { root, arch: process.arch }));
const plan = planStart({
  electron,
  env: process.env,
  root: process.getuid?.() === 0,
  sandboxProblem: electron.kind === 'ready' ? sandboxProblem(sandboxFacts(electron.path)) : null,
});
if (plan.face === 'desktop') {
  become(plan.electron.path, [root, ...args]);
} else {
  say(`No desktop window: ${plan.why}. ${plan.open ? 'Opening the browser instead.' : 'Open the address below in a browser.'}`);
  become(process.execPath, [join(root, 'dist/node/cli.js'), ...serveArguments(plan.open, args)]);
}

function build(): void {
  const why = whyBuild(
    builtFiles.map((path) => modifiedAt(join(root, path))),
    newestSource(root),
  );
  if (why === null) return;
  say(`Building Cofferdam: ${why}.`);
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--app', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, vite, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  say('The build failed; its messages are above.');
  process.exit(1);
}

/** A runtime that is only an archive yet is extracted; one that is damaged counts as missing, with why. */
async function makeReady(found: FoundElectron): Promise<Exclude<FoundElectron, { kind: 'archive' }>> {
  if (found.kind !== 'archive') return found;
  try {
    return { kind: 'ready', path: await unpackElectron(root, found) };
  } catch (error) {
    return { kind: 'missing', why: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs a program in our place: its terminal, its signals, its exit code. */
function become(program: string, argv: string[]): void {
  const child = spawn(program, argv, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    say(`${program} can't be started: ${error.message}`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
