import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackupInfo } from '#shared/contract/backup.ts';
import type { Home } from '../boot/home.ts';
import { silentLog } from '../log/index.ts';
import { Catalogue } from './catalogue.ts';
import { copyArchive, exportBackup } from './export-backup.ts';
import { importBackup } from './import-backup.ts';
import { createHere as create } from './testing/create.ts';
import { testHome } from './testing/home.ts';
import { fileEntry, manifestFile, manifestWith } from './testing/manifest.ts';
import { type RawEntry, rawZip } from './testing/raw-zip.ts';
import { canMount, needsMount, smallDisk } from './testing/small-disk.ts';

const importInto = async (home: Home, file: string): Promise<BackupInfo> =>
  importBackup(home, file, await new Catalogue(home, silentLog).list(), {});

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('an export', () => {
  it('is the archive, byte by byte, under the name that was asked for', async () => {
    using place = testHome();
    const info = await create(place.home);
    const to = join(place.beside, 'mine.zip');
    const reports: string[] = [];
    const exported = await exportBackup(info, to, { report: ({ phase }) => reports.push(phase ?? '') });
    expect(exported).toEqual({ id: info.id, to, sizeBytes: info.sizeBytes, checksum: info.checksum });
    expect(sha256(to)).toBe(info.checksum);
    expect(reports).toContain('Copying');
    expect(readdirSync(place.beside).sort()).toEqual(['home', 'mine.zip']);
  });

  it('into a folder keeps its name', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const { to } = await exportBackup(info, place.beside, {});
    expect(to).toBe(join(place.beside, info.path.split('/').at(-1) ?? ''));
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, 'mine')],
    ['a link to nowhere', (path: string) => symlinkSync('nowhere', path)],
  ])('never overwrites %s', async (_what, make) => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const to = join(place.beside, 'taken.zip');
    make(to);
    await expect(exportBackup(info, to, {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS', message: expect.stringContaining(to) });
    expect(readdirSync(place.beside).sort()).toEqual(['home', 'taken.zip']);
  });

  it('leaves a partial file of somebody else alone', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const to = join(place.beside, 'x.zip');
    writeFileSync(`${to}.partial`, 'mine');
    await expect(exportBackup(info, to, {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(readFileSync(`${to}.partial`, 'utf8')).toBe('mine');
  });

  it('of an archive that has changed never appears at all', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    appendFileSync(info.path, 'x');
    const seen = new Set<string>();
    const report = (): void => readdirSync(place.beside).forEach((name) => seen.add(name));
    await expect(exportBackup(info, join(place.beside, 'x.zip'), { report })).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    report();
    expect([...seen].sort()).toEqual(['home', 'x.zip.partial']);
    expect(readdirSync(place.beside)).toEqual(['home']);
  });

  it('that is cancelled leaves nothing', async () => {
    using place = testHome();
    writeFileSync(join(place.home.area('config'), 'noise'), crypto.getRandomValues(new Uint8Array(60_000)));
    const info = await create(place.home);
    const controller = new AbortController();
    const running = exportBackup(info, join(place.beside, 'x.zip'), { signal: controller.signal, report: () => controller.abort() });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(place.beside)).toEqual(['home']);
  });

  it('into a folder that is not there, or of an archive that is gone, says so', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    await expect(exportBackup(info, join(place.beside, 'none', 'x.zip'), {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    rmSync(info.path);
    await expect(exportBackup(info, join(place.beside, 'x.zip'), {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(place.beside)).toEqual(['home']);
  });

  it.skipIf(!canMount)(`to a disk that is full says how much is needed and free (${needsMount})`, async () => {
    using place = testHome();
    const info = await create(place.home);
    using disk = smallDisk('100k');
    await expect(exportBackup(info, disk.path, {})).rejects.toMatchObject({
      code: 'NO_SPACE',
      details: { needed: info.sizeBytes, free: expect.any(Number) },
    });
    // A size that was told wrongly: the check before lets it pass, and the disk fills up.
    const to = join(disk.path, 'x.zip');
    await expect(copyArchive({ from: info.path, to, bytes: 10, checksum: '' }, {})).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/needed and .* are free/),
    });
    expect(readdirSync(disk.path)).toEqual([]);
  });
});

describe('an import', () => {
  it('takes in what another home exported, verified, under its own name', async () => {
    using place = testHome();
    using other = testHome();
    const info = await create(place.home);
    const { to } = await exportBackup(info, join(place.beside, 'any name.zip'), {});
    const imported = await importInto(other.home, to);
    expect(imported).toMatchObject({ id: info.id, checksum: info.checksum, verdict: 'valid', createdAt: info.createdAt });
    expect(imported.path).toBe(info.path.replace(place.home.root, other.home.root));
    expect(await new Catalogue(other.home, silentLog).list()).toEqual([imported]);
    expect(readdirSync(other.home.backups)).toHaveLength(2);
  });

  it('refuses a backup that is here already, and names it', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const { to } = await exportBackup(info, join(place.beside, 'x.zip'), {});
    await expect(importInto(place.home, to)).rejects.toMatchObject({ code: 'ALREADY_EXISTS', hint: expect.stringContaining(info.path) });
  });

  it('does not write over a damaged archive of the same backup', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    const copy = join(place.beside, 'good.zip');
    copyFileSync(info.path, copy);
    rmSync(`${info.path}.json`);
    writeFileSync(info.path, 'damaged');
    await expect(importInto(place.home, copy)).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      message: expect.stringContaining(info.path),
    });
    expect(readFileSync(info.path, 'utf8')).toBe('damaged');
  });

  const good: RawEntry[] = [{ name: 'data/x', content: 'x' }];
  it.each<[string, string, RawEntry[], string]>([
    ['a zip of a stranger', 'x.zip', [{ name: 'photo', content: 'x' }], 'UNSUPPORTED'],
    ['a file of another kind', 'x.tar', good, 'UNSUPPORTED'],
    [
      'an entry that differs',
      'x.zip',
      [{ name: 'data/x', content: 'y' }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))],
      'CHECKSUM_MISMATCH',
    ],
    ['an entry that is missing', 'x.zip', [manifestFile(manifestWith([fileEntry('data/x', 'x')]))], 'CORRUPT'],
    [
      'an entry too many',
      'x.zip',
      [...good, { name: 'data/y', content: 'y' }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))],
      'TAMPERED',
    ],
    ['a newer format', 'x.zip', [manifestFile({ ...manifestWith([]), format: 2 })], 'INCOMPATIBLE_VERSION'],
  ])('refuses %s and takes nothing in', async (_what, name, entries, code) => {
    using place = testHome();
    const file = join(place.beside, name);
    writeFileSync(file, rawZip(entries));
    await expect(importInto(place.home, file)).rejects.toMatchObject({ code, hint: expect.any(String) });
    expect(readdirSync(place.home.backups)).toEqual([]);
  });

  it('refuses what is not there and what is a folder', async () => {
    using place = testHome();
    mkdirSync(join(place.beside, 'folder.zip'));
    await expect(importInto(place.home, join(place.beside, 'none.zip'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(importInto(place.home, join(place.beside, 'folder.zip'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('does not take in a file that changed after it was verified', async () => {
    using place = testHome();
    using other = testHome();
    const info = await create(place.home, 'config');
    const file = join(place.beside, 'x.zip');
    copyFileSync(info.path, file);
    const report = ({ phase }: { phase?: string | undefined }): void => {
      if (phase !== 'Verifying') return;
      const bytes = readFileSync(file);
      bytes[bytes.length - 30] = 7;
      writeFileSync(file, bytes);
    };
    await expect(importBackup(other.home, file, [], { report })).rejects.toThrow();
    expect(readdirSync(other.home.backups)).toEqual([]);
  });
});
