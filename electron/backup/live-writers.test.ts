import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { collect, defaultFormat } from './formats/index.ts';
import { foreignKeyProblems, integrityCheck } from './sqlite-copy.ts';
import { create } from './testing/create.ts';
import { testHome } from './testing/home.ts';

const backups = 50;

const startWriter = (path: string, name: string): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'testing', 'writer.child.ts'), path, name], {
    stdio: 'ignore',
  });

it.each(['WAL', 'DELETE'])(
  `holds one state of a database that two processes write, ${backups} times (%s)`,
  async (mode) => {
    using place = testHome();
    const path = join(place.home.area('data'), 'busy.db');
    const database = new Database(path);
    database.pragma(`journal_mode = ${mode}`);
    database.exec(`CREATE TABLE parent (id INTEGER PRIMARY KEY, writer TEXT NOT NULL, n INTEGER NOT NULL) STRICT;
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent(id), text TEXT NOT NULL) STRICT;`);
    database.close();
    const writers = ['one', 'two'].map((name) => startWriter(path, name));
    let last = 0;
    try {
      for (let round = 0; round < (mode === 'WAL' ? backups : 5); round += 1) {
        const { path: archive } = await create(place.home, 'data');
        last = await expectOneState(archive, join(place.beside, `copy-${round}.db`), last);
      }
    } finally {
      for (const writer of writers) {
        writer.kill('SIGKILL');
        await once(writer, 'close');
      }
    }
    expect(last).toBeGreaterThan(0);
  },
  180_000,
);

/** Pairs are whole, numbers of each writer run from 1 without a gap, and nothing of an earlier backup is missing. */
async function expectOneState(archivePath: string, copy: string, atLeast: number): Promise<number> {
  const archive = await defaultFormat.open(archivePath);
  const entry = archive.manifest.entries.find(({ path }) => path === 'data/busy.db');
  writeFileSync(copy, entry ? await collect(archive.read(entry)) : '');
  archive.close();
  const database = new Database(copy);
  try {
    expect(integrityCheck(database)).toEqual([]);
    expect(foreignKeyProblems(database)).toEqual([]);
    const writers = database.prepare('SELECT writer, count(*) AS rows, max(n) AS last FROM parent GROUP BY writer').all() as {
      rows: number;
      last: number;
    }[];
    for (const { rows, last } of writers) expect(rows).toBe(last);
    const [parents, children] = ['parent', 'child'].map((table) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()));
    expect(parents).toBe(children);
    expect(parents).toBeGreaterThanOrEqual(atLeast);
    return parents ?? 0;
  } finally {
    database.close();
  }
}
