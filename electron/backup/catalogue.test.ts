import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../log/index.ts';
import { silentLog } from '../log/index.ts';
import { Catalogue } from './catalogue.ts';
import { createHere as create } from './testing/create.ts';
import { testHome } from './testing/home.ts';
import { rawZip } from './testing/raw-zip.ts';
import { canMount, needsMount, smallDisk } from './testing/small-disk.ts';

/** A log that counts its warnings. */
function countingLog(): Logger & { warnings: number } {
  return {
    ...silentLog,
    warnings: 0,
    warn() {
      this.warnings += 1;
    },
  };
}

describe('the list of backups', () => {
  it('is empty where there is no folder', async () => {
    using place = testHome();
    rmSync(place.home.backups, { recursive: true });
    expect(await new Catalogue(place.home, silentLog).list()).toEqual([]);
  });

  it('is newest first and tells what each side-car tells', async () => {
    using place = testHome();
    const infos = [await create(place.home), await create(place.home, 'config'), await create(place.home, 'data')];
    expect(await new Catalogue(place.home, silentLog).list()).toEqual(infos.toReversed());
  });

  it.each([
    ['missing', (path: string) => rmSync(path)],
    ['garbage', (path: string) => writeFileSync(path, 'garbage')],
    ['empty', (path: string) => writeFileSync(path, '')],
    ['of another shape', (path: string) => writeFileSync(path, '{"id":7}')],
    ['cut off', (path: string) => truncateSync(path, 40)],
  ])('is made again from the archive when the side-car is %s', async (_how, harm) => {
    using place = testHome();
    const info = await create(place.home);
    const sidecar = `${info.path}.json`;
    harm(sidecar);
    const catalogue = new Catalogue(place.home, silentLog);
    // That it verified once is all that is lost.
    const rebuilt = { ...info, verifiedAt: null, verdict: null };
    expect(await catalogue.list()).toEqual([rebuilt]);
    expect(JSON.parse(readFileSync(sidecar, 'utf8'))).toMatchObject({ id: info.id, checksum: info.checksum });
    harm(sidecar);
    expect(await catalogue.list()).toEqual([rebuilt]);
    expect(statSync(sidecar).size).toBeGreaterThan(100);
  });

  it('goes on past a side-car that can not be read at all', async () => {
    using place = testHome();
    const info = await create(place.home);
    rmSync(`${info.path}.json`);
    mkdirSync(`${info.path}.json`);
    const log = countingLog();
    const catalogue = new Catalogue(place.home, log);
    expect(await catalogue.list()).toMatchObject([{ id: info.id, checksum: info.checksum, problem: null }]);
    expect(log.warnings).toBeGreaterThan(0);
  });

  it('names an archive that a stranger wrote, one that is cut off and one that is no archive, and keeps the good one', async () => {
    using place = testHome();
    const info = await create(place.home);
    writeFileSync(join(place.home.backups, 'photos.zip'), rawZip([{ name: 'photo', content: 'x' }]));
    writeFileSync(join(place.home.backups, 'note.zip'), 'no archive');
    writeFileSync(join(place.home.backups, 'note.txt'), 'not even called one');
    const cut = join(place.home.backups, 'cofferdam-20260102T030405Z-data-ABCDEFGH.zip');
    writeFileSync(cut, readFileSync(info.path).subarray(0, 2000));
    const byId = Object.fromEntries((await new Catalogue(place.home, silentLog).list()).map((found) => [found.id, found]));
    expect(Object.keys(byId).sort()).toEqual([info.id, 'ABCDEFGH', 'note-zip', 'photos-zip'].sort());
    expect(byId['photos-zip']).toMatchObject({ verdict: 'corrupt', problem: { code: 'UNSUPPORTED' } });
    expect(byId['note-zip']).toMatchObject({ verdict: 'corrupt', problem: { code: 'CORRUPT' } });
    expect(byId['ABCDEFGH']).toMatchObject({ type: 'data', createdAt: '2026-01-02T03:04:05.000Z', problem: { code: 'CORRUPT' } });
    expect(byId[info.id]).toMatchObject({ problem: null });
    expect(readdirSync(place.home.backups).filter((name) => name.endsWith('.json'))).toHaveLength(1);
  });

  it('says of an archive that is not as long as it was written, and keeps the evidence', async () => {
    using place = testHome();
    const info = await create(place.home);
    const other = await create(place.home, 'config');
    copyFileSync(other.path, info.path);
    const sidecar = readFileSync(`${info.path}.json`, 'utf8');
    const found = (await new Catalogue(place.home, silentLog).list()).find(({ path }) => path === info.path);
    expect(found).toMatchObject({ id: info.id, verdict: 'checksum-mismatch', problem: { code: 'CHECKSUM_MISMATCH' } });
    truncateSync(info.path, 1000);
    const cut = (await new Catalogue(place.home, silentLog).list()).find(({ path }) => path === info.path);
    expect(cut).toMatchObject({ id: info.id, verdict: 'corrupt', sizeBytes: 1000, problem: { code: 'CORRUPT' } });
    expect(readFileSync(`${info.path}.json`, 'utf8')).toBe(sidecar);
  });

  it('reads what it can not read once, however often and by however many it is asked for', async () => {
    using place = testHome();
    writeFileSync(join(place.home.backups, 'note.zip'), 'no archive');
    const log = countingLog();
    const catalogue = new Catalogue(place.home, log);
    await Promise.all([catalogue.list(), catalogue.list(), catalogue.list()]);
    await catalogue.list();
    expect(log.warnings).toBe(1);
    writeFileSync(join(place.home.backups, 'note.zip'), 'another text');
    await catalogue.list();
    expect(log.warnings).toBe(2);
  });

  it.skipIf(!canMount)(`needs no place to write (${needsMount})`, async () => {
    using place = testHome();
    using disk = smallDisk('32m', place.home.backups);
    const info = await create(place.home);
    rmSync(`${info.path}.json`);
    disk.remount('ro');
    const log = countingLog();
    const catalogue = new Catalogue(place.home, log);
    expect(await catalogue.list()).toMatchObject([{ id: info.id, problem: null }]);
    expect(await catalogue.list()).toHaveLength(1);
    expect(log.warnings).toBe(1);
    await expect(catalogue.remove(info)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('read-only'),
    });
  });
});

describe('one backup', () => {
  it('is found by its id, the beginning of it, and the end that its file name shows, in any case', async () => {
    using place = testHome();
    const info = await create(place.home);
    const catalogue = new Catalogue(place.home, silentLog);
    for (const text of [info.id, info.id.toLowerCase(), info.id.slice(0, 12), info.id.slice(-8), info.id.slice(-8).toLowerCase()])
      expect(await catalogue.get(text)).toMatchObject({ id: info.id });
  });

  it('that can not be read is found by the id it is listed with', async () => {
    using place = testHome();
    writeFileSync(join(place.home.backups, 'Old photos.zip'), 'no archive');
    const catalogue = new Catalogue(place.home, silentLog);
    const [info] = await catalogue.list();
    expect(await catalogue.get(info?.id ?? '')).toMatchObject({ path: info?.path });
  });

  it('that is none, or could be several, is refused', async () => {
    using place = testHome();
    const infos = [await create(place.home, 'config'), await create(place.home, 'config')];
    const catalogue = new Catalogue(place.home, silentLog);
    await expect(catalogue.get('7777')).rejects.toMatchObject({ code: 'NOT_FOUND', hint: expect.any(String) });
    await expect(catalogue.get('0')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { candidates: infos.map(({ id }) => id).toReversed() },
    });
  });

  it('is removed with its side-car', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const catalogue = new Catalogue(place.home, silentLog);
    await catalogue.remove(info);
    expect(readdirSync(place.home.backups)).toEqual([]);
    await expect(catalogue.remove(info)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the sweep', () => {
  it('removes what a killed backup leaves and nothing of anybody else', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const folder = place.home.backups;
    const ours = ['cofferdam-20260102T030405Z-data-ABCDEFGH.zip.partial', '.cofferdam-tmp-0123456789ab'];
    const theirs = ['download.zip.partial', 'film.partial', 'photos.zip.json', 'package.json', 'readme.txt'];
    for (const name of [...ours, ...theirs]) writeFileSync(join(folder, name), '{"name":"mine"}');
    mkdirSync(join(folder, '.scratch-01M7WTW6PFD8QW5A7T99JKAXA8'));
    writeFileSync(join(folder, '.scratch-01M7WTW6PFD8QW5A7T99JKAXA8', 'database'), '');
    copyFileSync(`${info.path}.json`, join(folder, 'cofferdam-orphan.zip.json'));
    const removed = await new Catalogue(place.home, silentLog).sweep();
    expect(removed.sort()).toEqual([...ours, '.scratch-01M7WTW6PFD8QW5A7T99JKAXA8', 'cofferdam-orphan.zip.json'].sort());
    for (const name of theirs) expect(existsSync(join(folder, name)), name).toBe(true);
    expect(existsSync(info.path) && existsSync(`${info.path}.json`)).toBe(true);
    expect(await new Catalogue(place.home, silentLog).sweep()).toEqual([]);
  });

  it.skipIf(!canMount)(`does not stop a start that can not remove something (${needsMount})`, async () => {
    using place = testHome();
    using busy = smallDisk('1m', join(place.home.backups, '.scratch-busy'));
    expect(busy.path).toBeDefined();
    const log = countingLog();
    expect(await new Catalogue(place.home, log).sweep()).toEqual([]);
    expect(log.warnings).toBe(1);
  });
});
