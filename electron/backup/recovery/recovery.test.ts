import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../log/index.ts';
import { context, create } from '../testing/create.ts';
import { addRows, rowsOf, testHome, type TestHome, treeOf } from '../testing/home.ts';
import { autoRecover } from './auto-recover.ts';
import { repairCopy } from './repair-copy.ts';
import { damageOf } from './rungs.ts';
import { finishReplacements } from './replace-database.ts';
import { salvageDatabase } from './salvage-database.ts';

const recover = (place: TestHome) => {
  mkdirSync(place.home.quarantine, { recursive: true });
  return autoRecover(place.home, { log: silentLog, now: () => new Date('2026-11-20T12:00:00Z') });
};

/** Overwrites whole pages; page 1 holds the schema. */
function damagePages(path: string, pages: readonly number[], fill = 0xff): void {
  const bytes = readFileSync(path);
  for (const page of pages) bytes.fill(fill, (page - 1) * 4096, page * 4096);
  writeFileSync(path, bytes);
}

const pageCount = (path: string): number => readFileSync(path).length / 4096;

describe('autoRecover', () => {
  it('finds nothing in a healthy home and touches nothing', async () => {
    using place = testHome();
    const before = treeOf(place.home.area('data'));
    expect(await recover(place)).toMatchObject({ recovered: false, databasesChecked: ['data/app.db'], corruptedDatabases: [] });
    expect(treeOf(place.home.area('data'))).toEqual(before);
    expect(readdirSync(place.home.quarantine)).toEqual([]);
  });

  it('salvages the rows around damaged pages, says what it kept, and keeps the original', async () => {
    using place = testHome();
    addRows(place.database, 'A', 4_500);
    const original = readFileSync(place.database);
    damagePages(place.database, [40, 90]);
    const damaged = readFileSync(place.database);
    expect(damaged.equals(original)).toBe(false);
    const result = await recover(place);
    expect(result).toMatchObject({ recovered: true, repairedDatabases: ['data/app.db'], errors: [] });
    const detail = result.repairDetails['data/app.db'];
    expect(['recover', 'row-salvage']).toContain(detail?.method);
    expect(damageOf(place.database)).toEqual([]);
    const { A } = rowsOf(place.database);
    expect(A).toBeGreaterThan(4_900);
    expect(A).toBeLessThan(5_000);
    expect(detail?.tables.find(({ table }) => table === 'note')?.kept).toBe(A);
    expect(readFileSync(join(detail?.quarantine ?? '', 'app.db')).equals(damaged)).toBe(true);
  });

  it('leaves healthy databases and files alone, byte for byte', async () => {
    using place = testHome();
    const healthy = join(place.home.area('data'), 'healthy.db');
    addRows(healthy, 'H', 100);
    const before = readFileSync(healthy);
    damagePages(place.database, [3]);
    await recover(place);
    expect(readFileSync(healthy).equals(before)).toBe(true);
  });

  it('mends an index without touching a row', async () => {
    using place = testHome();
    const database = new Database(place.database);
    database.exec('CREATE INDEX note_text ON note(text)');
    const root = Number(database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'note_text'").pluck().get());
    database.close();
    const leaf = readFileSync(place.database).readUInt32BE((root - 1) * 4096 + 8); // the right-most child of an interior page
    damagePages(place.database, [leaf], 0);
    const { repairDetails } = await recover(place);
    expect(repairDetails['data/app.db']).toMatchObject({ method: expect.stringMatching(/^(reindex|recover|row-salvage)$/) });
    expect(rowsOf(place.database)).toEqual({ A: 500 });
  });

  it('takes a database of which nothing can be read from the newest backup that has it whole', async () => {
    using place = testHome();
    const backup = await create(place.home);
    addRows(place.database, 'B', 5);
    const newer = await create(place.home);
    const bytes = readFileSync(newer.path);
    bytes.fill(0, 200, Math.floor(bytes.length / 2));
    writeFileSync(newer.path, bytes);
    writeFileSync(place.database, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176, 0xff)]));
    const { repairDetails } = await recover(place);
    expect(repairDetails['data/app.db']).toMatchObject({ method: 'backup', backupId: backup.id, backupTime: backup.createdAt });
    expect(rowsOf(place.database)).toEqual({ A: 500 });
  });

  it('starts empty, and says so, when there is nothing else', async () => {
    using place = testHome();
    writeFileSync(place.database, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176, 0xff)]));
    const { repairDetails } = await recover(place);
    expect(repairDetails['data/app.db']).toMatchObject({ method: 'empty', warnings: [expect.stringContaining('starts empty')] });
    expect(existsSync(place.database)).toBe(false);
    expect(existsSync(join(repairDetails['data/app.db']?.quarantine ?? '', 'app.db'))).toBe(true);
  });
});

describe('salvageDatabase', () => {
  function build(path: string, sql: string): void {
    const database = new Database(path);
    database.exec(sql);
    database.close();
  }

  it('makes the whole schema again: generated columns, keys without rowid, views, triggers, counters, full text', () => {
    using place = testHome();
    const path = join(place.beside, 'rich.db');
    build(
      path,
      `CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, shout TEXT GENERATED ALWAYS AS (upper(name)) STORED) STRICT;
       CREATE TABLE pair (a TEXT, b TEXT, n INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
       CREATE TABLE "odd ""name" (x BLOB);
       CREATE VIEW names AS SELECT name FROM person;
       CREATE TABLE log (text TEXT);
       CREATE TRIGGER remember AFTER INSERT ON person BEGIN INSERT INTO log VALUES (new.name); END;
       CREATE VIRTUAL TABLE search USING fts5(title, body);
       INSERT INTO person (name) VALUES ('ann'), ('bob'); DELETE FROM person WHERE name = 'bob';
       INSERT INTO pair VALUES ('x', 'y', 9007199254740993), ('x', 'z', 2);
       INSERT INTO "odd ""name" VALUES (x'00ff');
       INSERT INTO search VALUES ('first', 'the quick fox'), ('second', 'the lazy dog');
       PRAGMA user_version = 7;`,
    );
    const fresh = join(place.beside, 'fresh.db');
    const { warnings, tables } = salvageDatabase(path, fresh, { check: () => undefined });
    expect(warnings).toEqual([]);
    expect(Object.fromEntries(tables.map(({ table, kept, lost }) => [table, `${kept} ${lost}`]))).toEqual({
      person: '1 0',
      pair: '2 0',
      'odd "name': '1 0',
      log: '2 0',
      search: '2 null',
    });
    expect(damageOf(fresh)).toEqual([]);
    const database = new Database(fresh);
    expect(database.prepare('SELECT shout FROM person').pluck().all()).toEqual(['ANN']);
    expect(database.prepare('SELECT n FROM pair WHERE b = ?').safeIntegers().pluck().get('y')).toBe(9007199254740993n);
    expect(database.prepare("SELECT title FROM search WHERE search MATCH 'fox'").pluck().all()).toEqual(['first']);
    expect(database.pragma('user_version', { simple: true })).toBe(7);
    database.prepare("INSERT INTO person (name) VALUES ('cy')").run();
    expect(database.prepare("SELECT id FROM person WHERE name = 'cy'").pluck().get()).toBe(3);
    expect(database.prepare('SELECT count(*) FROM log').pluck().get()).toBe(3);
    database.close();
  });

  it('keeps every row outside the damaged pages, whichever they are', () => {
    using place = testHome();
    const path = join(place.beside, 'source.db');
    addRows(path, 'A', 3_000);
    const whole = readFileSync(path);
    const pages = pageCount(path);
    const rowsPerPage = 20;
    let run = 0;
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 3, max: pages }), { minLength: 1, maxLength: 12 }), (damaged) => {
        writeFileSync(path, whole);
        damagePages(path, damaged);
        const fresh = join(place.beside, `fresh-${(run += 1)}.db`);
        const { tables } = salvageDatabase(path, fresh, { check: () => undefined });
        const kept = tables[0]?.kept ?? 0;
        return damageOf(fresh).length === 0 && kept >= 3_000 - damaged.length * rowsPerPage && kept <= 3_000;
      }),
      { numRuns: 25 },
    );
  });
});

describe('200 random bit flips in a database file', () => {
  it('are each repaired to a sound database, or left for a backup', async () => {
    using place = testHome();
    const whole = readFileSync(place.database);
    let damagedCount = 0;
    let repairedCount = 0;
    for (let flip = 0; flip < 200; flip += 1) {
      const bytes = Buffer.from(whole);
      const at = Math.floor((whole.length / 200) * flip + (flip % 7));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip % 8));
      const path = join(place.beside, 'flipped.db');
      writeFileSync(path, bytes);
      if (damageOf(path).length === 0) continue;
      damagedCount += 1;
      writeFileSync(path, bytes);
      const scratch = join(place.beside, `scratch-${flip}`);
      mkdirSync(scratch);
      const repaired = await repairCopy({ path, scratch }, context());
      expect(readFileSync(path).equals(bytes)).toBe(true);
      if (!repaired) continue;
      repairedCount += 1;
      expect(damageOf(repaired.path)).toEqual([]);
      expect(rowsOf(repaired.path)['A']).toBeGreaterThan(400);
    }
    expect(damagedCount).toBeGreaterThan(0);
    expect(repairedCount).toBeGreaterThan(damagedCount / 2);
  });
});

describe('a replacement that a crash interrupted', () => {
  it('is finished by the next start, from wherever it stopped', async () => {
    using place = testHome();
    const folder = join(place.home.quarantine, 'X-app.db');
    mkdirSync(folder, { recursive: true });
    addRows(join(folder, 'replacement.db'), 'R', 4);
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ target: 'data/app.db', hasReplacement: true }));
    writeFileSync(`${place.database}-wal`, 'an old log');
    await finishReplacements(place.home);
    expect(rowsOf(place.database)).toEqual({ R: 4 });
    expect(readFileSync(join(folder, 'app.db-wal'), 'utf8')).toBe('an old log');
    expect(existsSync(join(folder, 'plan.json'))).toBe(false);

    // Stopped between the last move and the removal of the plan: the new database must not be taken for the old one.
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ target: 'data/app.db', hasReplacement: true }));
    await finishReplacements(place.home);
    expect(rowsOf(place.database)).toEqual({ R: 4 });
    renameSync(join(folder, 'app.db'), join(place.beside, 'kept'));
  });
});
