import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { knownMigrations } from '../known-migrations.ts';
import { temporaryFolder } from '../test-backends.ts';
import { openConnection } from './connection.ts';
import { appliedMigrations, readSchemaState, schemaState } from './history.ts';
import { migrateUp } from './migrate.ts';

/** A database of ours, closed again. */
function migrated(folder = temporaryFolder()): string {
  const path = join(folder, 'cofferdam.db');
  const db = openConnection(path);
  migrateUp(db, { now: () => new Date('2026-11-20T10:00:00Z') });
  db.close();
  return path;
}
const known = knownMigrations().map(({ version, checksum }) => ({ version, checksum }));

describe('of an open database', () => {
  test('none where nothing was migrated', () => {
    const db = new Database(':memory:');
    expect(appliedMigrations(db)).toEqual([]);
    expect(schemaState(db)).toEqual({ backend: 'sqlite', version: 0, applied: [] });
    db.close();
  });

  test('every step with its name, checksum and time', () => {
    const db = new Database(migrated());
    expect(appliedMigrations(db)[0]).toEqual({
      version: 1,
      name: 'foundation',
      checksum: known[0]?.checksum,
      appliedAt: '2026-11-20T10:00:00.000Z',
    });
    expect(schemaState(db)).toEqual({ backend: 'sqlite', version: known.length, applied: known });
    db.close();
  });
});

describe('of a file', () => {
  test('the schema it has', () => {
    expect(readSchemaState(migrated())).toEqual({ backend: 'sqlite', version: known.length, applied: known });
  });

  test('null where there is no file, and none is made', () => {
    const folder = temporaryFolder();
    expect(readSchemaState(join(folder, 'none.db'))).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("null for an empty file and for somebody else's database", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'empty.db'), '');
    expect(readSchemaState(join(folder, 'empty.db'))).toBeNull();
    new Database(join(folder, 'other.db')).exec('CREATE TABLE t (x)').close();
    expect(readSchemaState(join(folder, 'other.db'))).toBeNull();
  });

  test('leaves the file and its folder exactly as they were', () => {
    const folder = temporaryFolder();
    const path = migrated(folder);
    const before = readFileSync(path);
    readSchemaState(path);
    expect(readdirSync(folder)).toEqual(['cofferdam.db']);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('is told while another process writes', () => {
    const path = migrated();
    const writer = openConnection(path);
    writer.exec("BEGIN IMMEDIATE; INSERT INTO settings VALUES ('a', '1', 'now')");
    expect(readSchemaState(path)?.version).toBe(known.length);
    writer.exec('COMMIT');
    writer.close();
  });

  test('sees what is still in the write-ahead log', () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    const writer = openConnection(path);
    migrateUp(writer);
    expect(readSchemaState(path)?.version).toBe(known.length);
    writer.close();
  });

  test('one that is none is CORRUPT, and a folder can not be opened', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'text.db'), 'a letter '.repeat(200));
    mkdirSync(join(folder, 'folder.db'));
    expect(() => readSchemaState(join(folder, 'text.db'))).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(() => readSchemaState(join(folder, 'folder.db'))).toThrow(expect.objectContaining({ code: 'IO' }));
  });
});
