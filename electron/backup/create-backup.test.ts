import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { createBackup } from './create-backup.ts';
import { collect, defaultFormat } from './formats/index.ts';
import type { Manifest } from './manifest.ts';
import { create } from './testing/create.ts';
import { addRows, rowsOf, testHome } from './testing/home.ts';

async function manifestOf(path: string): Promise<Manifest> {
  const archive = await defaultFormat.open(path);
  archive.close();
  return archive.manifest;
}

describe('createBackup', () => {
  it('holds every file, folder, link and database of its areas, and says so in the manifest and the side-car', async () => {
    using place = testHome();
    const info = await create(place.home);
    expect(info).toMatchObject({ type: 'full', areas: ['config', 'data', 'skills'], createdBy: 'manual', verdict: 'valid', fileCount: 6 });
    expect(info.path).toMatch(/\/cofferdam-\d{8}T\d{6}Z-full-[0-9A-Z]{8}\.zip$/);
    expect(JSON.parse(readFileSync(`${info.path}.json`, 'utf8'))).toMatchObject({ id: info.id, checksum: info.checksum });
    const { entries } = await manifestOf(info.path);
    expect(entries.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
      'file config/profiles.json',
      'file data/artifacts/noise.bin',
      'file skills/deploy/SKILL.md',
      'file skills/deploy/run.sh',
      'folder data/artifacts',
      'folder data/artifacts/empty',
      'folder skills/deploy',
      'link skills/latest',
      'sqlite data/app.db',
    ]);
    expect(entries.find(({ path }) => path === 'data/app.db')).toMatchObject({ rows: { note: 500 }, userVersion: 0 });
    expect(entries.find(({ path }) => path === 'skills/deploy/run.sh')).toMatchObject({ mode: 0o750 });
  });

  it('opens with a foreign tool and can be restored by hand from it', async () => {
    using place = testHome();
    const info = await create(place.home);
    expect(execFileSync('unzip', ['-tqq', info.path], { encoding: 'utf8' })).toBe('');
    const target = join(place.beside, 'by-hand');
    execFileSync('unzip', ['-qq', info.path, '-d', target]);
    expect(rowsOf(join(target, 'data', 'app.db'))).toEqual({ A: 500 });
    expect(execFileSync('readlink', [join(target, 'skills', 'latest')], { encoding: 'utf8' })).toBe('deploy/SKILL.md\n');
    expect(readFileSync(join(target, 'RESTORE.txt'), 'utf8')).toContain('unzip ARCHIVE.zip');
  });

  it.each([
    ['config', ['config']],
    ['data', ['data']],
  ] as const)('a %s backup holds only %j', async (type, areas) => {
    using place = testHome();
    const info = await create(place.home, type);
    const { entries } = await manifestOf(info.path);
    expect([...new Set(entries.map(({ area }) => area))]).toEqual(areas);
  });

  it('takes rows that are still in the log, and never the log itself', async () => {
    using place = testHome();
    const writer = new Database(place.database);
    writer.pragma('wal_autocheckpoint = 0');
    writer.prepare('INSERT INTO note (text) VALUES (?)').run('late row');
    expect(existsSync(`${place.database}-wal`)).toBe(true);
    const { path } = await create(place.home);
    writer.close();
    const manifest = await manifestOf(path);
    expect(manifest.entries.some((entry) => /-(wal|shm)$/.test(entry.path))).toBe(false);
    expect(manifest.excluded).toContainEqual({ path: 'data/app.db-wal', why: 'its content is in the copy of its database' });
    const target = join(place.beside, 'out');
    execFileSync('unzip', ['-qq', path, '-d', target]);
    expect(rowsOf(join(target, 'data', 'app.db'))).toEqual({ A: 500, late: 1 });
  });

  it('knows a database by its content, wherever it lies and whatever it is called', async () => {
    using place = testHome();
    addRows(join(place.home.area('skills'), 'deploy', 'memory.dat'), 'A', 3);
    const { entries } = await manifestOf((await create(place.home)).path);
    expect(entries.find(({ path }) => path === 'skills/deploy/memory.dat')).toMatchObject({ kind: 'sqlite', rows: { note: 3 } });
  });

  it('names what it leaves out and why', async () => {
    using place = testHome();
    const data = place.home.area('data');
    symlinkSync('/etc/passwd', join(data, 'absolute'));
    symlinkSync('../../elsewhere', join(data, 'upward'));
    const server = createServer().listen(join(data, 'agent.sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    execFileSync('mkfifo', [join(data, 'pipe')]);
    closeSync(openSync(Buffer.concat([Buffer.from(`${data}/latin-`), Buffer.from([0xe9])]), 'w'));
    const { excluded } = await manifestOf((await create(place.home, 'data')).path);
    server.close();
    expect(Object.fromEntries(excluded.map(({ path, why }) => [path, why]))).toEqual({
      'data/absolute': 'a link that leaves its area: /etc/passwd',
      'data/upward': 'a link that leaves its area: ../../elsewhere',
      'data/agent.sock': 'a socket',
      'data/pipe': 'a named pipe',
      'data/latin-\ufffd': 'its name is not valid UTF-8; rename it to have it backed up',
    });
  });

  it('keeps names that only Linux can tell apart, and names that other systems refuse', async () => {
    using place = testHome();
    const names = ['Makefile', 'makefile', 'back\\slash', 'c:drive', 'é', 'e\u0301', 'tab\there'];
    for (const name of names) writeFileSync(join(place.home.area('skills'), name), name);
    const info = await create(place.home);
    const archive = await defaultFormat.open(info.path);
    for (const name of names) {
      const entry = archive.manifest.entries.find(({ path }) => path === `skills/${name}`);
      expect(entry, name).toBeDefined();
      if (!entry) continue;
      expect((await collect(archive.read(entry))).toString()).toBe(name);
    }
    archive.close();
    expect(execFileSync('unzip', ['-tqq', info.path], { encoding: 'utf8' })).toBe('');
  });

  it('refuses to back up a damaged database, names it and leaves nothing behind', async () => {
    using place = testHome();
    const bytes = readFileSync(place.database);
    bytes.fill(0xff, 4096, 12_288);
    writeFileSync(place.database, bytes);
    await expect(create(place.home)).rejects.toMatchObject({ code: 'CORRUPT', message: expect.stringContaining('app.db') });
    expect(readdirSync(place.home.backups)).toEqual([]);
  });

  it('is never seen without its record, which a list would make again as unverified', async () => {
    using place = testHome();
    let running = true;
    const creating = create(place.home).finally(() => {
      running = false;
    });
    while (running) {
      const names = readdirSync(place.home.backups);
      for (const name of names.filter((entry) => entry.endsWith('.zip'))) expect(names).toContain(`${name}.json`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await creating).verdict).toBe('valid');
  });

  it('can be cancelled and then leaves nothing behind', async () => {
    using place = testHome();
    writeFileSync(join(place.home.area('data'), 'big.bin'), Buffer.alloc(64 * 1024 * 1024, 7));
    const controller = new AbortController();
    const running = createBackup(place.home, {
      type: 'full',
      createdBy: 'manual',
      level: 9,
      signal: controller.signal,
      report: ({ phase }) => phase === 'Backing up' && controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(place.home.backups)).toEqual([]);
  });

  it('exists, and says so, although its record can not be written', async () => {
    using place = testHome();
    const mkdirRecord = ({ phase }: { phase?: string | undefined }): void => {
      const partial = readdirSync(place.home.backups).find((name) => name.endsWith('.partial'));
      if (phase === 'Verifying' && partial)
        mkdirSync(join(place.home.backups, `${partial.replace('.partial', '')}.json`), { recursive: true });
    };
    const info = await createBackup(place.home, { type: 'full', createdBy: 'manual', level: 3, report: mkdirRecord });
    expect(info.verdict).toBe('valid');
    expect(existsSync(info.path)).toBe(true);
    expect(readdirSync(place.home.backups)).toHaveLength(2);
  });

  it('names the file that it may not read', async () => {
    using place = testHome();
    const path = join(place.home.area('data'), 'loop');
    writeFileSync(path, 'x');
    const report = ({ phase }: { phase?: string | undefined }): void => {
      if (phase !== 'Looking for changes') return;
      rmSync(path, { force: true });
      symlinkSync('loop', path);
    };
    // Whether the scan sees the file or the link is up to chance; either way nothing is lost without a word.
    const outcome = await createBackup(place.home, { type: 'data', createdBy: 'manual', level: 3, report }).then(
      async ({ path: archive }) => (await manifestOf(archive)).entries.find((entry) => entry.path === 'data/loop')?.kind,
      (error: unknown) => (error instanceof AppError ? error.message.includes(path) : false),
    );
    expect(['link', 'file', true]).toContain(outcome);
  });

  it('says that a backups folder which is a file can not be used', async () => {
    using place = testHome();
    rmSync(place.home.backups, { recursive: true });
    writeFileSync(place.home.backups, '');
    await expect(create(place.home)).rejects.toBeInstanceOf(AppError);
  });
});
