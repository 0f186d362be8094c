import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** A file that breaks the rule, by the rule's name. All are planted in one tree, so that one run shows them all. */
const violations: [rule: string, path: string, source: string][] = [
  ['shared-imports-nothing', 'shared/a.ts', "import { jobs } from '../electron/jobs/index.ts';\nexport const a = jobs;"],
  ['shared-no-node', 'shared/b.ts', "import { readFileSync } from 'node:fs';\nexport const b = readFileSync;"],
  [
    'shared-imports-nothing',
    'shared/used.ts',
    "export async function u() {\n  using a = await import('../electron/jobs/index.ts');\n  for (using b of []) console.log(a, b);\n}",
  ],
  ['renderer-only-shared', 'renderer/c.tsx', "import { jobs } from '../electron/jobs/index.ts';\nexport const C = () => <p>{jobs}</p>;"],
  ['renderer-no-node', 'renderer/d.ts', "import { join } from 'node:path';\nexport const d = join;"],
  ['domain-not-api-or-hosts', 'electron/backup/e.ts', "import { router } from '../api/index.ts';\nexport const e = router;"],
  ['api-not-hosts', 'electron/api/f.ts', "import { web } from '../hosts/web/index.ts';\nexport const f = web;"],
  ['foundation-not-domain', 'electron/jobs/g.ts', "import type { Backup } from '../backup/index.ts';\nexport type G = Backup;"],
  ['electron-only-in-desktop', 'electron/backup/h.ts', "import { app } from 'electron';\nexport const h = app;"],
  ['domain-through-index', 'electron/api/i.ts', "export { inner } from '../backup/inner.ts';"],
  ['domain-through-index-from-outside', 'scripts/j.ts', "import { inner } from '../electron/backup/inner.ts';\nexport const j = inner;"],
  ['host-through-index', 'electron/hosts/cli/k.ts', "import { page } from '../web/page.ts';\nexport const k = page;"],
  ['no-cycles', 'electron/backup/l.ts', "import { m } from './m.ts';\nexport const l = () => m;"],
  ['not-to-test', 'electron/backup/n.ts', "import { made } from './made.test.ts';\nexport const n = made;"],
  ['resolvable', 'electron/backup/o.ts', "export const o = await import('./nowhere.ts');"],
  ['not-to-dev-dependency', 'electron/backup/p.ts', "import { defineConfig } from 'vite';\nexport const p = defineConfig;"],
];

const allowed: [path: string, source: string][] = [
  ['shared/contract.ts', "import * as z from 'zod';\nexport const contract = z.string();"],
  [
    'electron/jobs/index.ts',
    "import { contract } from '#shared/contract.ts';\nimport { home } from '../boot/home.ts';\nexport const jobs = [contract, home];",
  ],
  ['electron/boot/home.ts', "import { join } from 'node:path';\nexport const home = join;"],
  ['electron/backup/inner.ts', "import { jobs } from '../jobs/index.ts';\nexport const inner = jobs;"],
  ['electron/backup/index.ts', "export { inner } from './inner.ts';\nexport type Backup = string;"],
  ['electron/backup/m.ts', "import { l } from './l.ts';\nexport const m = () => l;"],
  ['electron/backup/made.test.ts', 'export const made = 1;'],
  ['electron/api/index.ts', "import { inner } from '../backup/index.ts';\nexport const router = inner;"],
  ['electron/hosts/web/index.ts', "export { page as web } from './page.ts';"],
  ['electron/hosts/web/page.ts', "import { router } from '../../api/index.ts';\nexport const page = router;"],
  ['electron/hosts/desktop/window.ts', "import { app } from 'electron';\nexport const window = app;"],
  ['renderer/page.tsx', "import { contract } from '#shared/contract.ts';\nexport const Page = () => <p>{String(contract)}</p>;"],
];

describe('the boundaries', () => {
  let tree: string;
  let found: { rule: string; from: string }[];

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'cofferdam-boundaries-'));
    for (const file of ['package.json', '.dependency-cruiser.cjs']) cpSync(join(root, file), join(tree, file));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    for (const [path, source] of [...allowed, ...violations.map(([, path, source]) => [path, source] as const)]) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), `${source}\n`);
    }
    found = cruise(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(violations)('%s is broken by %s', (rule, path) => {
    expect(found).toContainEqual({ rule, from: path });
  });

  it('leave what is allowed alone', () => {
    const plain = allowed.map(([path]) => path).filter((path) => path !== 'electron/backup/m.ts');
    expect(found.filter(({ from }) => plain.includes(from))).toEqual([]);
  });

  it('have a planted violation for every rule', () => {
    const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };
    expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });
});

function cruise(tree: string): { rule: string; from: string }[] {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'electron', 'shared', 'renderer', 'scripts'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
