import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildSampleHome, parseSize } from './sample-home.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-sample-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const size = 4_000_000;

function hashes(home: string): Record<string, string> {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  // The log's salt is random by SQLite's design; what the log says is compared through the database.
  const stable = paths.filter((path) => !path.endsWith('-wal'));
  return Object.fromEntries(stable.map((path) => [relative(home, path), createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

function rows(home: string): unknown {
  const database = new Database(join(home, 'data/measurements.db'));
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    return database
      .prepare('SELECT count(*) AS rows, max(id) AS last, sum(value) AS value, sum(length(body)) AS bytes FROM measurement')
      .get();
  } finally {
    database.close();
  }
}

describe('buildSampleHome', () => {
  it('makes the same content from the same seed, and other content from another', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string];
    buildSampleHome(a, size, 7);
    buildSampleHome(b, size, 7);
    buildSampleHome(c, size, 8);
    expect(hashes(b)).toEqual(hashes(a));
    expect(hashes(c)).not.toEqual(hashes(a));
    expect(rows(b)).toEqual(rows(a));
  });

  it('leaves frames in the write-ahead log that hold rows the database file lacks', () => {
    const home = join(folder, 'home');
    const made = buildSampleHome(home, size);
    const path = join(home, 'data/measurements.db');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(4096);

    const alone = join(folder, 'alone.db');
    writeFileSync(alone, readFileSync(path));
    const database = new Database(alone, { readonly: false });
    const without = database.prepare('SELECT count(*) FROM measurement').pluck().get() as number;
    database.close();
    expect(without).toBeLessThan(made.rows);
    expect(rows(home)).toMatchObject({ rows: made.rows });
  });

  it('has the size asked for, give or take a tenth', () => {
    const home = join(folder, 'home');
    buildSampleHome(home, size);
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const total = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    expect(total / size).toBeGreaterThan(0.9);
    expect(total / size).toBeLessThan(1.1);
  });

  it('has text that compresses as prose does and a blob that does not', () => {
    const home = join(folder, 'home');
    buildSampleHome(home, size);
    const ratio = (path: string): number => deflateRawSync(readFileSync(join(home, path))).length / statSync(join(home, path)).size;
    expect(ratio('data/artifacts/recording.bin')).toBeGreaterThan(0.99);
    expect(ratio('data/measurements.db')).toBeLessThan(0.6);
  });

  it('never writes into a folder that has something in it', () => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    expect(() => buildSampleHome(folder, size)).toThrow(/not empty/);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });
});

describe('parseSize', () => {
  it.each([
    ['700MB', 700e6],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['64kb', 64_000],
    ['12', 12],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'big', '-5MB', '5 parsecs'])('"%s" is no size', (text) => {
    expect(() => parseSize(text)).toThrow(/is no size/);
  });
});
