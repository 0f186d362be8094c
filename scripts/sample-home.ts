/**
 * Builds a realistic home for tests, benchmarks and demos: a WAL database that still has frames in its log,
 * thousands of small text files and an incompressible blob. The same seed gives the same content.
 *
 *   npm run sample-home -- --size 700MB [--home DIR] [--seed N] [--files N]
 */
import { copyFileSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';

export interface SampleHome {
  home: string;
  /** Bytes asked for; what lands on disk is within a few percent. */
  bytes: number;
  files: number;
  rows: number;
}

const MIB = 1024 * 1024;
const FULL_FILES = 16_000;
const FULL_BYTES = 700 * 1_000_000;

/** @throws Error when `home` exists and is not empty: a sample never overwrites somebody's home. */
export function buildSampleHome(
  home: string,
  bytes: number,
  seed = 1,
  files = Math.ceil(FULL_FILES * Math.min(1, bytes / FULL_BYTES)),
): SampleHome {
  if (existsSync(home) && readdirSync(home).length > 0) {
    throw new Error(`${home} is not empty; give a new folder with --home`);
  }
  for (const folder of ['config', 'data/artifacts', 'skills']) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  const random = mulberry32(seed);
  const text = textSource(random);
  const textBytes = Math.floor(bytes * 0.22);
  const blobBytes = Math.floor(bytes * 0.34);
  writeTextFiles(join(home, 'skills'), files, textBytes, text, random);
  writeBlob(join(home, 'data/artifacts/recording.bin'), blobBytes, random);
  const rows = writeDatabase(join(home, 'data/measurements.db'), bytes - textBytes - blobBytes, text, random);
  writeFileSync(
    join(home, 'config/profiles.json'),
    `${JSON.stringify({ profiles: [{ name: 'default', vcpus: 2, memoryMiB: 2048 }] }, null, 2)}\n`,
    { mode: 0o600 },
  );
  return { home, bytes, files, rows };
}

function writeTextFiles(folder: string, count: number, bytes: number, text: (length: number) => string, random: () => number): void {
  const mean = bytes / count;
  for (let index = 0; index < count; index += 1) {
    const skill = join(folder, `skill-${String(Math.floor(index / 40)).padStart(4, '0')}`);
    if (index % 40 === 0) mkdirSync(skill, { recursive: true, mode: 0o700 });
    const length = Math.max(64, Math.floor(mean * (0.25 + 1.5 * random())));
    const name = index % 40 === 0 ? 'SKILL.md' : `note-${String(index % 40).padStart(2, '0')}.md`;
    writeFileSync(join(skill, name), text(length), { mode: 0o600 });
  }
}

function writeBlob(path: string, bytes: number, random: () => number): void {
  const descriptor = openSync(path, 'w', 0o600);
  const words = new Uint32Array(MIB / 4);
  for (let left = bytes; left > 0; left -= MIB) {
    for (let index = 0; index < words.length; index += 1) words[index] = Math.floor(random() * 2 ** 32);
    writeSync(descriptor, new Uint8Array(words.buffer, 0, Math.min(MIB, left)));
  }
  closeSync(descriptor);
}

/** Closing the last connection would fold the log in, so the pair is copied while one is still open. */
function writeDatabase(path: string, bytes: number, text: (length: number) => string, random: () => number): number {
  const building = `${path}.building`;
  const database = new Database(building);
  let rows = 0;
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = OFF');
    database.exec(`
      CREATE TABLE host (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
      CREATE TABLE measurement (id INTEGER PRIMARY KEY, host_id INTEGER NOT NULL REFERENCES host(id), at INTEGER NOT NULL, kind TEXT NOT NULL, value REAL NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE INDEX measurement_at ON measurement(at);`);
    const addHost = database.prepare('INSERT INTO host (name) VALUES (?)');
    for (let index = 1; index <= 50; index += 1) addHost.run(`host-${index}`);
    const insert = database.prepare('INSERT INTO measurement (host_id, at, kind, value, body) VALUES (?, ?, ?, ?, ?)');
    const kinds = ['cpu', 'disk', 'network', 'memory'];
    const addBatch = database.transaction((size: number) => {
      for (let index = 0; index < size; index += 1) {
        insert.run(1 + (rows % 50), 1_700_000_000 + rows, kinds[rows % 4], random(), text(200 + Math.floor(random() * 1200)));
        rows += 1;
      }
    });
    const pageSize = Number(database.pragma('page_size', { simple: true }));
    while (Number(database.pragma('page_count', { simple: true })) * pageSize < bytes) {
      addBatch(Math.min(5_000, Math.max(10, Math.floor(bytes / 20_000))));
    }
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma('wal_autocheckpoint = 0');
    addBatch(Math.min(1_000, Math.max(5, Math.floor(bytes / 100_000))));
    copyFileSync(building, path);
    copyFileSync(`${building}-wal`, `${path}-wal`);
  } finally {
    database.close();
    rmSync(building, { force: true });
  }
  return rows;
}

/** Text that deflates about as well as prose and logs do: words by Zipf's law, numbers between. */
function textSource(random: () => number): (length: number) => string {
  const syllables = ['ka', 'lo', 'mi', 're', 'sta', 'ver', 'ten', 'do', 'qua', 'si', 'per', 'an', 'tor', 'ble', 'ing', 'ed'];
  const words = Array.from({ length: 4_000 }, () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => syllables[Math.floor(random() * syllables.length)]).join(''),
  );
  let pool = '';
  while (pool.length < 8 * MIB) {
    const sentence = Array.from({ length: 6 + Math.floor(random() * 12) }, () =>
      random() < 0.08 ? String(Math.floor(random() * 1e6)) : words[Math.floor(words.length * random() ** 3)],
    );
    pool += `${sentence.join(' ')}.\n`;
  }
  return (length) => {
    const start = Math.floor(random() * (pool.length - Math.min(length, pool.length - 1)));
    return pool.slice(start, start + length);
  };
}

/** A small seedable generator (public domain, by Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|KiB|MiB|GiB)?$/i.exec(text.trim());
  if (!match) throw new Error(`"${text}" is no size; write for example 700MB`);
  const factors: Record<string, number> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: MIB, gib: 1024 * MIB };
  return Math.floor(Number(match[1]) * (factors[(match[2] ?? 'B').toLowerCase()] ?? 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '700MB' },
      home: { type: 'string' },
      seed: { type: 'string', default: '1' },
      files: { type: 'string' },
    },
  });
  const home = resolve(values.home ?? join(homedir(), 'cofferdam-sample'));
  try {
    const made = buildSampleHome(home, parseSize(values.size), Number(values.seed), values.files ? Number(values.files) : undefined);
    process.stdout.write(`${JSON.stringify(made)}\n`);
  } catch (error) {
    process.stderr.write(`sample-home: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
