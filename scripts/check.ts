/** Everything that can be told without running the program. Runs all of it and says which failed: `npm run check`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const sources = ['electron', 'shared', 'renderer', 'scripts', 'bench', 'e2e'].filter((folder) => existsSync(join(root, folder)));

const checks: [name: string, command: string, ...args: string[]][] = [
  ['format', 'biome', 'format'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['types of the core', 'tsc', '-p', 'tsconfig.core.json'],
  ['types of the renderer', 'tsc', '-p', 'tsconfig.renderer.json'],
  ['boundaries', 'depcruise', '--config', '.dependency-cruiser.cjs', ...sources],
  ['dead code', 'knip', '--no-progress', '--no-config-hints'],
];

const failed = checks.flatMap(([name, command, ...args]) => {
  process.stdout.write(`\n── ${name}: ${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' });
  return status === 0 ? [] : [name];
});

process.stdout.write(failed.length === 0 ? '\nAll checks passed.\n' : `\nFailed: ${failed.join(', ')}.\n`);
process.exit(failed.length === 0 ? 0 : 1);
