import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Home, homeAt } from '../../boot/home.ts';

export interface TestHome extends Disposable {
  home: Home;
  /** A folder beside the home, for what does not belong into it. */
  beside: string;
  database: string;
}

/** A small home with each kind of thing a backup meets; removed at the end of the `using` block. */
export function testHome(): TestHome {
  const beside = mkdtempSync(join(tmpdir(), 'cofferdam-backup-'));
  const home = homeAt(join(beside, 'home'));
  mkdirSync(join(home.area('data'), 'artifacts', 'empty'), { recursive: true });
  mkdirSync(join(home.area('skills'), 'deploy'), { recursive: true });
  mkdirSync(home.area('config'), { recursive: true });
  mkdirSync(home.backups);
  writeFileSync(join(home.area('config'), 'profiles.json'), '{"profiles":[]}');
  writeFileSync(join(home.area('skills'), 'deploy', 'SKILL.md'), '# Deploy\n\nRun it.\n'.repeat(40));
  writeFileSync(join(home.area('skills'), 'deploy', 'run.sh'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(home.area('skills'), 'deploy', 'run.sh'), 0o750);
  symlinkSync('deploy/SKILL.md', join(home.area('skills'), 'latest'));
  writeFileSync(join(home.area('data'), 'artifacts', 'noise.bin'), randomBytes(300_000));
  const database = join(home.area('data'), 'app.db');
  addRows(database, 'A', 500);
  return { home, beside, database, [Symbol.dispose]: () => rmSync(beside, { recursive: true, force: true }) };
}

export function addRows(path: string, text: string, count: number): void {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO note (text) VALUES (?)');
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) insert.run(`${text} ${index} ${'x'.repeat(200)}`);
  })();
  database.close();
}

/** The distinct first words of the rows with their counts: `{A: 500}`. */
export function rowsOf(path: string): Record<string, number> {
  const database = new Database(path, { readonly: true });
  try {
    const rows = database.prepare("SELECT substr(text, 1, instr(text, ' ') - 1) AS word, count(*) AS n FROM note GROUP BY word").all() as {
      word: string;
      n: number;
    }[];
    return Object.fromEntries(rows.map(({ word, n }) => [word, n]));
  } finally {
    database.close();
  }
}

/** Path → what is there, for whole-tree comparison. Databases by their rows: two copies of one state differ in bytes. */
export function treeOf(root: string, without: readonly string[] = []): Record<string, string> {
  const tree: Record<string, string> = {};
  const visit = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = `${prefix}${entry.name}`;
      if (without.includes(entry.name)) continue;
      if (entry.isDirectory()) {
        tree[`${name}/`] = '';
        visit(path, `${name}/`);
      } else if (entry.isSymbolicLink()) tree[name] = `→ ${readlinkSync(path)}`;
      else if (name.endsWith('.db')) tree[name] = JSON.stringify(rowsOf(path));
      else if (!/-(wal|shm)$/.test(name)) tree[name] = `${(statSync(path).mode & 0o777).toString(8)} ${readFileSync(path, 'base64')}`;
    }
  };
  visit(root, '');
  return tree;
}

export const randomBytes = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
};
