import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { knownMigrations, type Migration } from './known-migrations.ts';
import { temporaryFolder } from './test-backends.ts';

/** Reads a folder with these files in it. */
function read(files: Record<string, string>): Migration[] {
  const root = temporaryFolder();
  mkdirSync(join(root, 'sqlite'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(root, 'sqlite', name), sql);
  return knownMigrations('sqlite', pathToFileURL(`${root}/`));
}

const pair = (name: string, sql = 'SELECT 1;'): Record<string, string> => ({ [`${name}.up.sql`]: sql, [`${name}.down.sql`]: 'SELECT 2;' });

describe('the ones that came with the program', () => {
  test('count from 1 without a gap and have both ways', () => {
    const known = knownMigrations();
    expect(known.map((step) => step.version)).toEqual(known.map((_, at) => at + 1));
    for (const step of known)
      expect(step).toMatchObject({
        sql: expect.stringMatching(/\S/),
        downSql: expect.stringMatching(/\S/),
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
  });

  test('begin with the foundation', () => {
    expect(knownMigrations()[0]).toMatchObject({
      version: 1,
      name: 'foundation',
      description: 'Settings of the store itself, jobs, and the activity log.',
    });
  });

  // A released step must never change: databases in the field have had the old one. A new line is added here with each new step.
  test('are the released ones', () => {
    expect(knownMigrations().map(({ version, name }) => [version, name])).toEqual([[1, 'foundation']]);
  });
});

describe('a folder of steps', () => {
  test('is read in order', () => {
    const steps = read({ ...pair('0002-second'), ...pair('0001-first') });
    expect(steps.map(({ version, name }) => [version, name])).toEqual([
      [1, 'first'],
      [2, 'second'],
    ]);
    expect(steps[0]).toMatchObject({ sql: 'SELECT 1;', downSql: 'SELECT 2;' });
  });

  test('describes itself by its first comment, or else by its name', () => {
    const steps = read({ ...pair('0001-a', '\n--   What it does.  \n-- More.\nSELECT 1;'), ...pair('0002-no-comment') });
    expect(steps.map((step) => step.description)).toEqual(['What it does.', 'no-comment']);
  });

  test('has the same checksum whatever the line endings, and another for any other edit', () => {
    const [unix] = read(pair('0001-a', 'SELECT 1;\nSELECT 2;\n'));
    const [windows] = read(pair('0001-a', 'SELECT 1;\r\nSELECT 2;\r\n'));
    const [edited] = read(pair('0001-a', 'SELECT 1;\nSELECT 2; \n'));
    expect(windows?.checksum).toBe(unix?.checksum);
    expect(edited?.checksum).not.toBe(unix?.checksum);
  });

  test('may be empty', () => {
    expect(read({})).toEqual([]);
  });
});

describe('a folder that is not whole is refused', () => {
  test.each([
    ['a gap', { ...pair('0001-a'), ...pair('0003-c') }, /step 2 is missing/],
    ['not from 1', pair('0002-a'), /step 1 is missing/],
    ['a number twice', { ...pair('0001-a'), ...pair('0001-b') }, /step 2 is missing or there twice/],
    ['no way down', { '0001-a.up.sql': 'SELECT 1;' }, /0001-a\.down\.sql can't be read/],
    ['no way up', { ...pair('0001-a'), '0002-b.down.sql': 'SELECT 1;' }, /only one of its two files/],
    ['a stray file', { ...pair('0001-a'), 'notes.txt': '' }, /notes\.txt is not named/],
    ['a name in capitals', pair('0001-A'), /is not named/],
  ])('%s', (_name, files: Record<string, string>, message) => {
    expect(() => read(files)).toThrow(message);
  });

  test('and it is told as our own mistake, with what helps', () => {
    expect(() => read(pair('0002-a'))).toThrow(expect.objectContaining({ code: 'INTERNAL', hint: 'Install Cofferdam again.' }));
  });
});
