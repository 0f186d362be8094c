import { readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { Home } from '../boot/home.ts';
import { silentLog } from '../log/index.ts';
import { restoreGate } from './restore/gate.ts';
import { readJournal } from './restore/journal.ts';
import { stageRestore } from './restore/stage-restore.ts';
import { defaultFormat } from './formats/index.ts';
import { create, options } from './testing/create.ts';
import { randomBytes, testHome, treeOf } from './testing/home.ts';
import { canMount, needsMount, smallDisk } from './testing/small-disk.ts';

const megabyte = 1024 * 1024;

/** Puts a folder of a home on a disk of its own. */
function moveTo(disk: { path: string }, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  symlinkSync(disk.path, folder);
}

describe.skipIf(!canMount)(`a disk that is full (${needsMount})`, () => {
  it('is found before a backup starts, with what is needed and free', async () => {
    using place = testHome();
    using disk = smallDisk('4m');
    moveTo(disk, place.home.backups);
    await expect(create(place.home)).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/about .* are needed and 4\.00 MiB are free/),
      hint: expect.stringContaining('delete backups'),
      details: { needed: expect.any(Number), free: 4 * megabyte },
    });
    expect(readdirSync(disk.path)).toEqual([]);
  });

  it('in the midst of a backup, at several points, leaves nothing, and says what is needed and free', async () => {
    using place = testHome();
    const contentMegabytes = 30;
    for (let index = 0; index < contentMegabytes / 3; index += 1)
      writeFileSync(join(place.home.area('data'), `noise-${index}`), randomBytes(3 * megabyte));
    using disk = smallDisk('64m');
    moveTo(disk, place.home.backups);
    for (let point = 0; point < 6; point += 1) {
      // More than the check before asks for, which counts on some compression, and less than is needed.
      const free = Math.floor((26.5 + Math.random() * 3.4) * megabyte);
      disk.remount(`size=${free}`);
      await expect(create(place.home), `${free} bytes free`).rejects.toMatchObject({
        code: 'NO_SPACE',
        message: expect.stringMatching(/the disk is full; up to .* are needed and .* are free/),
        details: { needed: expect.any(Number), free: expect.any(Number) },
      });
      expect(readdirSync(disk.path)).toEqual([]);
    }
    disk.remount('size=64m');
    expect(await create(place.home)).toMatchObject({ verdict: 'valid' });
  }, 120_000);

  it('in the midst of an archive, at 20 random points, is told by the writer itself', async () => {
    using disk = smallDisk('1m');
    for (let point = 0; point < 20; point += 1) {
      disk.remount(`size=${40 + Math.floor(Math.random() * 900)}k`);
      const path = join(disk.path, 'x.zip');
      const writer = defaultFormat.create(path, 1, () => undefined);
      const write = async (): Promise<void> => {
        for (let index = 0; index < 40; index += 1) {
          const bytes = randomBytes(1 + Math.floor(Math.random() * 60_000));
          await writer.add({ name: `data/${index}`, mode: 0o600, mtime: new Date(), content: { kind: 'bytes', bytes } });
        }
        await writer.finish();
      };
      const error = await write().then(
        () => undefined, // it fitted after all
        (thrown: unknown) => thrown,
      );
      expect([undefined, 'NO_SPACE']).toContain(error instanceof AppError ? error.code : error);
      await writer.abort();
      rmSync(path);
    }
  });

  /** 3,000 files of a few bytes: each takes a page, so that the check before, which counts bytes, lets it pass. */
  async function homeOfSmallFiles(home: Home): Promise<Awaited<ReturnType<typeof create>>> {
    for (let index = 0; index < 3_000; index += 1) writeFileSync(join(home.area('skills'), `note-${index}`), 'x');
    return create(home);
  }

  it('while a restore is staged leaves nothing, says what is needed and free, and touches no area', async () => {
    using place = testHome();
    const info = await homeOfSmallFiles(place.home);
    const before = treeOf(place.home.area('skills'));
    using disk = smallDisk('6m');
    moveTo(disk, place.home.restore);
    await expect(stageRestore(place.home, info, options(), {})).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/needed and .* are free/),
      details: { free: expect.any(Number) },
    });
    expect(treeOf(disk.path)).toEqual({ 'staged/': '' });
    expect(await readJournal(place.home)).toMatchObject({ current: null });
    expect(treeOf(place.home.area('skills'))).toEqual(before);
  });

  it('is found before anything is unpacked', async () => {
    using place = testHome();
    writeFileSync(join(place.home.area('data'), 'big'), Buffer.alloc(9 * megabyte));
    const info = await create(place.home);
    using disk = smallDisk('6m');
    moveTo(disk, place.home.restore);
    await expect(stageRestore(place.home, info, options(), {})).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/^[^;]*about .* are needed and .* are free$/),
    });
  });

  it('counts what a restore that adds will copy', async () => {
    using place = testHome();
    const info = await create(place.home, 'data');
    writeFileSync(join(place.home.area('data'), 'today'), Buffer.alloc(9 * megabyte));
    using disk = smallDisk('6m');
    moveTo(disk, place.home.restore);
    await expect(stageRestore(place.home, info, options({ overwriteExisting: false }), {})).rejects.toMatchObject({
      code: 'NO_SPACE',
      details: { needed: expect.any(Number), free: expect.any(Number) },
    });
    expect(treeOf(disk.path)).toEqual({ 'staged/': '' });
  });

  it('at the restart itself stops it before anything moves', async () => {
    using place = testHome();
    const info = await create(place.home);
    using disk = smallDisk('16m');
    moveTo(disk, place.home.restore);
    await stageRestore(place.home, info, options(), {});
    const before = treeOf(place.home.area('data'));
    const filler = disk.fill();
    const gate = () =>
      restoreGate(place.home, { apply: true, checkpoint: () => create(place.home), log: silentLog, now: () => new Date() });
    await expect(gate()).rejects.toMatchObject({ code: 'NO_SPACE' });
    expect(treeOf(place.home.area('data'))).toEqual(before);
    // It is still staged, and starts once there is room.
    rmSync(filler);
    expect((await readJournal(place.home)).current).toMatchObject({ state: 'staged', direction: 'forward' });
  });
});

describe.skipIf(!canMount)(`a home that may only be read (${needsMount})`, () => {
  it('is told as such when a backup is asked for, and nothing is left', async () => {
    using place = testHome();
    using disk = smallDisk('16m');
    moveTo(disk, place.home.backups);
    disk.remount('ro');
    await expect(create(place.home)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('the file system is read-only'),
      hint: expect.stringContaining('Mount it writable'),
    });
  });

  it('can be backed up from when only its areas are', async () => {
    using place = testHome();
    using disk = smallDisk('16m');
    const home = { ...place.home, area: (): string => disk.path };
    writeFileSync(join(disk.path, 'file'), 'x');
    disk.remount('ro');
    expect(await create(home, 'config')).toMatchObject({ verdict: 'valid', fileCount: 1 });
  });
});
