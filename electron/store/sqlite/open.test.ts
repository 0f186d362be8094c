import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../log/index.ts';
import type { StorageBackend } from '../backend.ts';
import { knownMigrations } from '../known-migrations.ts';
import { sampleJob, temporaryFolder } from '../test-backends.ts';
import { openSqliteStore, type OpenStoreOptions } from './open.ts';
import { ending, startChild } from './test-child.ts';

async function open(path = join(temporaryFolder(), 'cofferdam.db'), options: Partial<OpenStoreOptions> = {}): Promise<StorageBackend> {
  const store = await openSqliteStore(path, { log: silentLog, ...options });
  onTestFinished(() => store.close());
  return store;
}

describe('opening', () => {
  test('makes a database at the newest schema, for the owner only', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    const store = await open(path);
    expect(store.schema()).toEqual({
      backend: 'sqlite',
      version: knownMigrations().length,
      applied: knownMigrations().map(({ version, checksum }) => ({ version, checksum })),
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('an empty file is as good as none', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    writeFileSync(path, '');
    expect((await open(path)).schema().version).toBe(knownMigrations().length);
  });

  test('again finds everything there', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    const first = await open(path);
    await first.settings.set('key', { a: 1 });
    await first.jobs.insert(sampleJob(1), null);
    await first.activity.add({ kind: 'k', level: 'info', message: 'm' });
    await first.close();

    const second = await open(path);
    expect(await second.settings.get('key')).toEqual({ a: 1 });
    expect(await second.jobs.list({ limit: 10 })).toEqual([sampleJob(1)]);
    expect(await second.activity.list({ limit: 10 })).toHaveLength(1);
  });

  test('stamps entries with the given clock', async () => {
    const store = await open(undefined, { now: () => new Date('2026-11-20T10:00:00Z') });
    expect(await store.activity.add({ kind: 'k', level: 'info', message: 'm' })).toMatchObject({ at: '2026-11-20T10:00:00.000Z' });
  });

  test('a new database needs no checkpoint', async () => {
    let asked = false;
    await open(undefined, {
      beforeMigrate: async () => {
        asked = true;
      },
    });
    expect(asked).toBe(false);
  });
});

describe('what can not be opened says why, and is left as it was and unlocked', () => {
  test('a file that is no database', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    writeFileSync(path, 'a letter '.repeat(500));
    await expect(open(path)).rejects.toMatchObject({ code: 'CORRUPT', message: expect.stringContaining(path), hint: expect.any(String) });
    expect(readFileSync(path, 'utf8')).toBe('a letter '.repeat(500));
  });

  test('a folder', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    mkdirSync(path);
    await expect(open(path)).rejects.toMatchObject({ code: 'IO' });
  });

  test('a newer database', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    await (await open(path)).close();
    const other = new Database(path);
    other.exec("INSERT INTO schema_migrations VALUES (99, 'future', 'x', 'then')");
    other.close();

    await expect(open(path)).rejects.toMatchObject({ code: 'INCOMPATIBLE_VERSION', hint: expect.stringContaining('newer Cofferdam') });
    const after = new Database(path);
    expect(() => after.exec('BEGIN EXCLUSIVE; ROLLBACK')).not.toThrow();
    after.close();
  });

  test('a database with an edited step', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    await (await open(path)).close();
    const other = new Database(path);
    other.exec("UPDATE schema_migrations SET checksum = 'edited'");
    other.close();
    await expect(open(path)).rejects.toMatchObject({
      code: 'INCOMPATIBLE_VERSION',
      message: expect.stringContaining('step 1 (foundation)'),
    });
  });
});

describe('health', () => {
  test('ping and check answer on a good database', async () => {
    const store = await open();
    await expect(store.ping()).resolves.toBeUndefined();
    await expect(store.check()).resolves.toBeUndefined();
  });

  test('check finds damage', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    const store = await open(path);
    const other = new Database(path);
    other.pragma('foreign_keys = OFF');
    other.exec('CREATE TABLE child (parent TEXT REFERENCES jobs (id)) STRICT; INSERT INTO child VALUES (1)');
    other.close();
    await expect(store.check()).rejects.toMatchObject({ code: 'CORRUPT', details: { problems: [expect.stringContaining('child')] } });
  });
});

describe('closing', () => {
  test('leaves one file, and may be asked twice', async () => {
    const folder = temporaryFolder();
    const store = await open(join(folder, 'cofferdam.db'));
    await store.settings.set('key', 1);
    expect(existsSync(join(folder, 'cofferdam.db-wal'))).toBe(true);
    await store.close();
    await store.close();
    expect(readdirSync(folder)).toEqual(['cofferdam.db']);
  });

  test('without any use closes as well', async () => {
    const folder = temporaryFolder();
    const store = await open(join(folder, 'cofferdam.db'));
    await store.close();
    expect(readdirSync(folder)).toEqual(['cofferdam.db']);
  });

  test('what is asked afterwards fails, it does not hang', async () => {
    const store = await open();
    await store.close();
    await expect(store.ping()).rejects.toThrow();
    await expect(store.jobs.list({ limit: 1 })).rejects.toThrow();
  });
});

describe('with other processes', { timeout: 60_000 }, () => {
  test('many writers in several processes at once: not one entry is lost', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    await (await open(path)).close();
    const code = `
      const silent = { error() {}, warn() {}, info() {}, debug() {}, child: () => silent };
      const backend = await store.openSqliteStore(args.path, { log: silent });
      await Promise.all(Array.from({ length: 64 }, (_, n) => backend.activity.add({ kind: 'k', level: 'info', message: args.name + n })));
      await backend.close();
    `;
    const endings = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ending(startChild(code, { path, name }))));
    expect(endings).toEqual([0, 0, 0, 0]);

    const entries = await (await open(path)).activity.list({ limit: 1_000 });
    expect(new Set(entries.map(({ message }) => message)).size).toBe(256);
  });

  test('what was acknowledged is there after the writer was killed', async () => {
    const path = join(temporaryFolder(), 'cofferdam.db');
    const code = `
      const silent = { error() {}, warn() {}, info() {}, debug() {}, child: () => silent };
      const backend = await store.openSqliteStore(args.path, { log: silent });
      for (let n = 1; ; n += 1) {
        await backend.settings.set('n', n);
        process.stdout.write(n + '\\n');
      }
    `;
    const child = startChild(code, { path });
    let told = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split('\n').length > 50) child.kill('SIGKILL');
    });
    expect(await ending(child)).toBe('SIGKILL');

    const acknowledged = Number(told.trim().split('\n').at(-1));
    const store = await open(path);
    expect(await store.settings.get('n')).toBeGreaterThanOrEqual(acknowledged);
    await store.check();
  });
});
