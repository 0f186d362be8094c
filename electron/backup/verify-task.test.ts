import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { BackupInfo, VerifyReport } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { ManifestEntry } from './manifest.ts';
import { context, createHere as create } from './testing/create.ts';
import { randomBytes, testHome, type TestHome } from './testing/home.ts';
import { fileEntry, manifestFile, manifestWith } from './testing/manifest.ts';
import { rawZip } from './testing/raw-zip.ts';
import { canMount, needsMount, smallDisk } from './testing/small-disk.ts';
import { worstVerdict } from './verify-archive.ts';
import { verifyTask, type VerifyInput } from './verify-task.ts';

const verify = (
  place: TestHome,
  info: Pick<BackupInfo, 'id' | 'path' | 'checksum'>,
  changes: Partial<VerifyInput> = {},
): Promise<VerifyReport> =>
  verifyTask({ id: info.id, path: info.path, checksum: info.checksum, deep: false, folder: place.home.backups, ...changes }, context());

/** An archive made by hand, of which nobody recorded a checksum. */
function verifyHandMade(place: TestHome, entries: Parameters<typeof rawZip>[0], deep = false): Promise<VerifyReport> {
  const path = join(place.beside, 'hand-made.zip');
  writeFileSync(path, rawZip(entries));
  return verify(place, { id: 'X', path, checksum: '' }, { deep });
}

/** A database with what `change` does to it, as content and as its manifest entry. */
function database(place: TestHome, change: (database: Database.Database) => void): { content: Buffer; entry: ManifestEntry } {
  const path = join(place.beside, 'made.db');
  const made = new Database(path);
  made.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent_id INTEGER REFERENCES parent(id), text TEXT)');
  change(made);
  made.close();
  const content = readFileSync(path);
  rmSync(path);
  return { content, entry: entryOf(content) };
}

const entryOf = (content: Buffer): ManifestEntry => ({
  ...fileEntry('data/made.db', ''),
  kind: 'sqlite',
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const leavesNothing = (place: TestHome): void => expect(readdirSync(place.home.backups).filter((name) => name.startsWith('.'))).toEqual([]);

describe('the verdict', () => {
  it('is valid of what was just written, deep or not', async () => {
    using place = testHome();
    const info = await create(place.home);
    for (const deep of [false, true]) {
      expect(await verify(place, info, { deep })).toMatchObject({
        id: info.id,
        verdict: 'valid',
        deep,
        entries: { total: 9, ok: 9 },
        problems: [],
      });
    }
    leavesNothing(place);
  });

  it('is missing of an archive that is gone', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    rmSync(info.path);
    const report = await verify(place, info);
    expect(report).toMatchObject({ verdict: 'missing', entries: { total: 0, ok: 0 } });
    expect(report.problems[0]?.message).toContain(info.path);
  });

  it('is checksum-mismatch of another archive in its place', async () => {
    using place = testHome();
    const info = await create(place.home, 'config');
    copyFileSync((await create(place.home, 'config')).path, info.path);
    expect(await verify(place, info)).toMatchObject({ verdict: 'checksum-mismatch', problems: [{ path: '' }] });
  });

  it('is checksum-mismatch of an entry that is not what the manifest says, and names it alone', async () => {
    using place = testHome();
    const report = await verifyHandMade(place, [
      { name: 'data/x', content: 'y' },
      { name: 'data/z', content: 'z' },
      manifestFile(manifestWith([fileEntry('data/x', 'x'), fileEntry('data/z', 'z')])),
    ]);
    expect(report).toMatchObject({ verdict: 'checksum-mismatch', entries: { total: 2, ok: 1 } });
    expect(report.problems.map(({ path }) => path)).toEqual(['data/x']);
  });

  it('is incomplete where all that is there is right and something is missing', async () => {
    using place = testHome();
    const folder: ManifestEntry = { ...fileEntry('data/folder', ''), kind: 'folder', size: 0, sha256: null };
    const report = await verifyHandMade(place, [
      { name: 'data/x', content: 'x' },
      manifestFile(manifestWith([fileEntry('data/x', 'x'), fileEntry('data/y', 'y'), folder])),
    ]);
    expect(report).toMatchObject({ verdict: 'incomplete', entries: { total: 3, ok: 1 } });
    expect(report.problems.map(({ path }) => path)).toEqual(['data/y', 'data/folder']);
  });

  it.each([0, 100, 0.5, 0.999])('is corrupt of an archive of which only %d is left', async (share) => {
    using place = testHome();
    const info = await create(place.home, 'config');
    truncateSync(info.path, share > 1 ? share : Math.floor(info.sizeBytes * share));
    const report = await verify(place, info);
    expect(report.verdict).toBe('corrupt');
    expect(report.problems.map(({ verdict }) => verdict).sort()).toEqual(['checksum-mismatch', 'corrupt']);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['a stranger wrote', () => rawZip([{ name: 'photo', content: 'x' }]), /Cofferdam did not write it/],
    ['a newer Cofferdam wrote', () => rawZip([manifestFile({ ...manifestWith([]), format: 99 })]), /newer Cofferdam/],
    ['leads out of its folder', () => rawZip([{ name: '../x', content: 'x' }]), /out of its folder/],
  ])('is corrupt, and no failure, of an archive that %s', async (_what, bytes, why) => {
    using place = testHome();
    const path = join(place.home.backups, 'other.zip');
    writeFileSync(path, bytes());
    const report = await verify(place, { id: 'X', path, checksum: '' });
    expect(report).toMatchObject({ verdict: 'corrupt', problems: [{ message: expect.stringMatching(why) }] });
  });

  it('is corrupt, and no failure, of an archive that can not be opened', async () => {
    using place = testHome();
    const report = await verify(place, { id: 'X', path: join(place.home.root, 'data.tar'), checksum: '' });
    expect(report.verdict).toBe('missing');
    writeFileSync(join(place.home.root, 'data.tar'), 'x');
    expect(await verify(place, { id: 'X', path: join(place.home.root, 'data.tar'), checksum: '' })).toMatchObject({ verdict: 'corrupt' });
  });

  it('goes by the worst of what was found', () => {
    const problem = (verdict: VerifyReport['verdict']) => ({ path: '', verdict, message: '' });
    expect(worstVerdict([])).toBe('valid');
    expect(worstVerdict([problem('incomplete'), problem('checksum-mismatch')])).toBe('checksum-mismatch');
    expect(worstVerdict([problem('checksum-mismatch'), problem('corrupt'), problem('incomplete')])).toBe('corrupt');
    expect(worstVerdict([problem('corrupt'), problem('missing')])).toBe('missing');
  });
});

describe('a database in the archive', () => {
  it('that is damaged although its checksum is right is corrupt', async () => {
    using place = testHome();
    const { content } = database(place, (made) => made.exec('INSERT INTO child VALUES (NULL, hex(randomblob(9000)))'));
    content.fill(0xff, 4096, 8192);
    const report = await verifyHandMade(place, [{ name: 'data/made.db', content }, manifestFile(manifestWith([entryOf(content)]))]);
    expect(report).toMatchObject({ verdict: 'corrupt', problems: [{ path: 'data/made.db' }] });
  });

  it('that is text is corrupt', async () => {
    using place = testHome();
    const content = Buffer.from('no database '.repeat(1000));
    const report = await verifyHandMade(place, [{ name: 'data/made.db', content }, manifestFile(manifestWith([entryOf(content)]))]);
    expect(report).toMatchObject({ verdict: 'corrupt', problems: [{ message: expect.stringContaining('not a database') }] });
  });

  it('with a row that points nowhere is found by a deep look only', async () => {
    using place = testHome();
    const { content, entry } = database(place, (made) => {
      made.pragma('foreign_keys = OFF');
      made.exec("INSERT INTO child VALUES (7, 'lost')");
    });
    const entries = [{ name: 'data/made.db', content }, manifestFile(manifestWith([entry]))];
    expect(await verifyHandMade(place, entries)).toMatchObject({ verdict: 'valid' });
    expect(await verifyHandMade(place, entries, true)).toMatchObject({
      verdict: 'corrupt',
      problems: [{ message: expect.stringContaining('refers to a row of parent') }],
    });
  });

  it('that uses functions of another program is not called damaged for it', async () => {
    using place = testHome();
    const { content, entry } = database(place, (made) => {
      made.function('theirs', { deterministic: true }, (x) => (Number(x) > 0 ? 1 : 0));
      made.exec('CREATE TABLE checked (x INTEGER CHECK (theirs(x))); INSERT INTO checked VALUES (1)');
    });
    expect(await verifyHandMade(place, [{ name: 'data/made.db', content }, manifestFile(manifestWith([entry]))], true)).toMatchObject({
      verdict: 'valid',
    });
  });

  it.skipIf(!canMount)(`is no worse for a scratch folder that is full (${needsMount})`, async () => {
    using place = testHome();
    const { content, entry } = database(place, (made) =>
      made.exec('CREATE TABLE noise (x); INSERT INTO noise VALUES (randomblob(1500000))'),
    );
    using disk = smallDisk('1m');
    const path = join(place.beside, 'hand-made.zip');
    writeFileSync(path, rawZip([{ name: 'data/made.db', content }, manifestFile(manifestWith([entry]))]));
    await expect(verify(place, { id: 'X', path, checksum: '' }, { folder: disk.path })).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringContaining(disk.path),
    });
    expect(readdirSync(disk.path)).toEqual([]);
  });
});

it('finds each of 200 flipped bits', async () => {
  using place = testHome();
  writeFileSync(join(place.home.area('data'), 'artifacts', 'noise.bin'), randomBytes(3_000));
  rmSync(place.database);
  const info = await create(place.home);
  const whole = readFileSync(info.path);
  for (let flip = 0; flip < 200; flip += 1) {
    const at = Math.floor((whole.length * flip) / 200);
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip % 8));
    writeFileSync(info.path, bytes);
    const { verdict } = await verify(place, info);
    expect(['checksum-mismatch', 'corrupt'], `bit ${flip % 8} of byte ${at}`).toContain(verdict);
  }
  writeFileSync(info.path, whole);
  expect((await verify(place, info)).verdict).toBe('valid');
  leavesNothing(place);
});

it('stops when it is cancelled and leaves no scratch', async () => {
  using place = testHome();
  const info = await create(place.home);
  let checks = 0;
  const check = (): void => {
    checks += 1;
    if (checks > 5) throw new AppError('task', 'CANCELLED', 'Cancelled');
  };
  const input: VerifyInput = { id: info.id, path: info.path, checksum: info.checksum, deep: false, folder: place.home.backups };
  await expect(verifyTask(input, { ...context(), check })).rejects.toMatchObject({ code: 'CANCELLED' });
  leavesNothing(place);
  expect(existsSync(info.path)).toBe(true);
});
