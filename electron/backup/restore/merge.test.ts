import { chmodSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { RestoreOptions } from '#shared/contract/backup.ts';
import type { Home } from '../../boot/home.ts';
import { silentLog } from '../../log/index.ts';
import { createHere as create, options } from '../testing/create.ts';
import { addRows, rowsOf, testHome, treeOf } from '../testing/home.ts';
import { confirmRestore } from './finish.ts';
import { restoreGate } from './gate.ts';
import { planRestore, stageRestore } from './stage-restore.ts';

/** Backs up, changes, restores as asked, restarts. */
async function roundTrip(home: Home, change: () => void, wish: Partial<RestoreOptions>): Promise<void> {
  const info = await create(home);
  change();
  await stageRestore(home, info, options(wish), {});
  const outcome = await restoreGate(home, {
    apply: true,
    checkpoint: () => Promise.reject(new Error('not asked for')),
    log: silentLog,
    now: () => new Date(),
  });
  if (outcome.kind !== 'promoted') throw new Error(JSON.stringify(outcome));
  await confirmRestore(home, outcome.record, { keepUndoDays: 7, now: new Date() });
}

const keep = { overwriteExisting: false };

describe('overwriteExisting: false', () => {
  it('keeps a live file that stands where the backup has a folder', async () => {
    using place = testHome();
    const deploy = join(place.home.area('skills'), 'deploy');
    const change = (): void => {
      rmSync(deploy, { recursive: true });
      writeFileSync(deploy, 'a file now');
    };
    await roundTrip(place.home, change, keep);
    expect(readFileSync(deploy, 'utf8')).toBe('a file now');
  });

  it('keeps a live link that stands where the backup has a folder, and writes nothing through it', async () => {
    using place = testHome();
    const skills = place.home.area('skills');
    const change = (): void => {
      rmSync(join(skills, 'deploy'), { recursive: true });
      mkdirSync(join(skills, 'other'));
      symlinkSync('other', join(skills, 'deploy'));
    };
    await roundTrip(place.home, change, keep);
    expect(readlinkSync(join(skills, 'deploy'))).toBe('other');
    expect(treeOf(join(skills, 'other'))).toEqual({});
  });

  it('keeps a live folder that stands where the backup has a file or a link', async () => {
    using place = testHome();
    const [profiles, latest] = [join(place.home.area('config'), 'profiles.json'), join(place.home.area('skills'), 'latest')];
    const change = (): void => {
      for (const path of [profiles, latest]) {
        rmSync(path);
        mkdirSync(path);
        writeFileSync(join(path, 'x'), 'live');
      }
    };
    await roundTrip(place.home, change, keep);
    for (const path of [profiles, latest]) expect(treeOf(path)).toEqual({ x: expect.stringContaining('644') });
  });

  it('keeps what changed its kind between staging and the restart', async () => {
    using place = testHome();
    const skills = place.home.area('skills');
    const info = await create(place.home);
    rmSync(join(skills, 'deploy'), { recursive: true });
    rmSync(join(skills, 'latest'));
    await stageRestore(place.home, info, options(keep), {});
    writeFileSync(join(skills, 'deploy'), 'a file after all');
    mkdirSync(join(skills, 'latest'));
    const outcome = await restoreGate(place.home, {
      apply: true,
      checkpoint: () => Promise.reject(new Error('not asked for')),
      log: silentLog,
      now: () => new Date(),
    });
    expect(outcome).toMatchObject({ kind: 'promoted' });
    expect(treeOf(skills)).toEqual({ deploy: expect.any(String), 'latest/': '' });
  });

  it('never lets the log of a database that is gone meet the restored one', async () => {
    using place = testHome();
    const change = (): void => {
      const writer = new Database(place.database);
      writer.pragma('wal_autocheckpoint = 0');
      writer.exec("UPDATE note SET text = 'stale ' || id");
      const log = readFileSync(`${place.database}-wal`);
      writer.close();
      rmSync(place.database);
      writeFileSync(`${place.database}-wal`, log);
      writeFileSync(`${place.database}-journal`, 'left over');
    };
    await roundTrip(place.home, change, keep);
    expect(rowsOf(place.database)).toEqual({ A: 500 });
  });

  it('keeps a live database whole, with what is still in its log', async () => {
    using place = testHome();
    const log = { bytes: Buffer.alloc(0) };
    const change = (): void => {
      const writer = new Database(place.database);
      writer.pragma('wal_autocheckpoint = 0');
      writer.exec("INSERT INTO note (text) VALUES ('late row')");
      log.bytes = readFileSync(`${place.database}-wal`);
      const main = readFileSync(place.database);
      writer.close();
      writeFileSync(place.database, main);
      writeFileSync(`${place.database}-wal`, log.bytes);
    };
    await roundTrip(place.home, change, keep);
    expect(rowsOf(place.database)).toEqual({ A: 500, late: 1 });
  });

  it('keeps modes and times of live files and folders', async () => {
    using place = testHome();
    const [folder, file] = [join(place.home.area('skills'), 'mine'), join(place.home.area('skills'), 'mine', 'run')];
    const when = new Date('2020-02-03T04:05:06Z');
    const change = (): void => {
      mkdirSync(folder);
      writeFileSync(file, '');
      chmodSync(file, 0o755);
      chmodSync(folder, 0o750);
      for (const path of [file, folder]) utimesSync(path, when, when);
    };
    await roundTrip(place.home, change, keep);
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(statSync(folder).mode & 0o777).toBe(0o750);
    expect([statSync(file).mtime, statSync(folder).mtime]).toEqual([when, when]);
  });

  it('adds a database that is missing, whole', async () => {
    using place = testHome();
    const added = join(place.home.area('data'), 'more.db');
    addRows(added, 'M', 3);
    await roundTrip(place.home, () => rmSync(added), keep);
    expect(rowsOf(added)).toEqual({ M: 3 });
  });
});

describe('what a restore would change', () => {
  it('is told where a file stands in the way of a folder, and the reverse', async () => {
    using place = testHome();
    const info = await create(place.home);
    rmSync(join(place.home.area('skills'), 'deploy'), { recursive: true });
    writeFileSync(join(place.home.area('skills'), 'deploy'), '');
    rmSync(join(place.home.area('skills'), 'latest'));
    mkdirSync(join(place.home.area('skills'), 'latest'));
    const { areas } = await planRestore(place.home, info, options({ restoreConfig: false, restoreData: false }), {});
    expect(areas[0]).toMatchObject({ area: 'skills', added: 2, replaced: 1, removed: 1 });
    const merged = await planRestore(place.home, info, options({ ...keep, restoreConfig: false, restoreData: false }), {});
    expect(merged.areas[0]).toMatchObject({ added: 0, replaced: 0, removed: 0, unchanged: 3 });
  });

  it('counts a file as unchanged by its time or, failing that, by its content', async () => {
    using place = testHome();
    const info = await create(place.home);
    const noise = join(place.home.area('data'), 'artifacts', 'noise.bin');
    const bytes = readFileSync(noise);
    utimesSync(noise, 1, 1);
    const onlyData = options({ restoreConfig: false, restoreSkills: false });
    expect((await planRestore(place.home, info, onlyData, {})).areas[0]).toMatchObject({ replaced: 1, unchanged: 1 });
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    writeFileSync(noise, bytes);
    expect((await planRestore(place.home, info, onlyData, {})).areas[0]).toMatchObject({ replaced: 2, unchanged: 0 });
  });

  it('tells of databases that come, go, or can not be read', async () => {
    using place = testHome();
    addRows(join(place.home.area('data'), 'goes.db'), 'G', 2);
    const info = await create(place.home);
    rmSync(join(place.home.area('data'), 'goes.db'));
    addRows(join(place.home.area('data'), 'today.db'), 'T', 4);
    writeFileSync(place.database, Buffer.concat([readFileSync(place.database).subarray(0, 100), Buffer.alloc(4096 * 3 - 100, 0xff)]));
    const { databases } = await planRestore(place.home, info, options(), {});
    expect(databases.sort((one, other) => one.path.localeCompare(other.path))).toEqual([
      { path: 'data/app.db', tables: [{ table: 'note', rowsNow: null, rowsAfter: 500 }] },
      { path: 'data/goes.db', tables: [{ table: 'note', rowsNow: null, rowsAfter: 2 }] },
      { path: 'data/today.db', tables: [{ table: 'note', rowsNow: 4, rowsAfter: null }] },
    ]);
  });
});
