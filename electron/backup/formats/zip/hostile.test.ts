import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '#shared/errors.ts';
import type { ManifestEntry } from '../../manifest.ts';
import { stageArchive } from '../../restore/stage-archive.ts';
import { context, options } from '../../testing/create.ts';
import { fileEntry, manifestFile, manifestWith } from '../../testing/manifest.ts';
import { type RawEntry, rawZip } from '../../testing/raw-zip.ts';
import { openZip } from './open-zip.ts';

let folder: string;
let archive: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-hostile-'));
  archive = join(folder, 'hostile.zip');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (entries: RawEntry[], end?: Parameters<typeof rawZip>[1]): void => writeFileSync(archive, rawZip(entries, end));

/** An archive whose manifest and entries agree on `path`, so that only the path itself is wrong. */
const withPath = (path: string, changes: Partial<ManifestEntry> = {}): RawEntry[] => [
  { name: path, content: 'x' },
  manifestFile(manifestWith([fileEntry(path, 'x', changes)])),
];

/** Opens it and, should that succeed, stages it: neither may lay a byte outside the target. */
async function stage(): Promise<void> {
  const target = join(folder, 'staged', 'id');
  await stageArchive({ archive, checksum: '', options: options(), roots: {}, schemaOf: 'data/cofferdam.db', target }, context());
}

async function refuses(code: ErrorCode, message: RegExp): Promise<void> {
  await expect(stage()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(readdirSync(folder).filter((name) => name !== 'hostile.zip' && name !== 'staged')).toEqual([]);
  expect(existsSync(join(folder, 'staged', 'id'))).toBe(false);
}

it('takes an honest archive made the same way', async () => {
  put(withPath('data/x'));
  await stage();
  expect(readdirSync(join(folder, 'staged', 'id', 'data'))).toEqual(['x']);
});

describe('names', () => {
  it.each([
    ['/etc/passwd', /absolute path/],
    ['../escape', /out of its folder/],
    ['data/../../escape', /out of its folder/],
    ['data/a/../../../data-evil/x', /out of its folder/],
    ['data\\..\\..\\escape', /backslash/],
    ['C:/windows', /names a drive/],
    ['data//x', /empty part/],
    ['data/./x', /empty part/],
    ['data/nul\0byte', /NUL/],
  ])('refuses %j', async (path, why) => {
    put(withPath(path));
    await refuses('TAMPERED', why);
  });

  it('refuses a name that is not UTF-8', async () => {
    put([{ name: Buffer.from([0x64, 0xe9]), content: 'x' }, manifestFile(manifestWith([]))]);
    await refuses('TAMPERED', /not UTF-8/);
  });

  it('refuses a path that only shares its beginning with an area', async () => {
    put(withPath('data-evil/x'));
    await refuses('TAMPERED', /is not in the area data/);
  });

  it('refuses a manifest that renames an entry out of its area', async () => {
    put([{ name: 'data/x', content: 'x' }, manifestFile(manifestWith([fileEntry('../escape', 'x', { stored: 'data/x' })]))]);
    await refuses('TAMPERED', /out of its folder/);
  });

  it.each([
    ['data/x', 'data/x', /appears twice/],
    ['data/x', 'data/X', /but for case or accents/],
    ['data/\u00e9', 'data/e\u0301', /but for case or accents/],
  ])('refuses %j beside %j', async (one, other, why) => {
    put([
      { name: one, content: 'x' },
      { name: other, content: 'x' },
      manifestFile(manifestWith([fileEntry(one, 'x'), fileEntry(other, 'x')])),
    ]);
    await refuses('TAMPERED', why);
  });

  it.each(['data/x', 'manifest.json', 'RESTORE.txt'])('refuses an entry that takes its content from %s', async (stored) => {
    const manifest = manifestWith([fileEntry('data/x', 'x'), fileEntry('data/y', 'x', { stored })]);
    put([{ name: 'data/x', content: 'x' }, { name: 'RESTORE.txt', content: 'x' }, manifestFile(manifest)]);
    await refuses('TAMPERED', /shares its content/);
  });

  it('refuses what the manifest does not list', async () => {
    put([...withPath('data/x'), { name: 'data/extra', content: 'x' }]);
    await refuses('TAMPERED', /not in the manifest/);
  });
});

describe('links and special files', () => {
  const link = (path: string, target: string): [RawEntry, ManifestEntry] => [
    { name: path, content: target, mode: 0o120777 },
    fileEntry(path, target, { kind: 'link' }),
  ];

  it.each(['/etc/passwd', '../../elsewhere', '../data-evil/x', '../../data/../escape'])('refuses a link to %j', async (target) => {
    const [raw, entry] = link('data/link', target);
    put([raw, manifestFile(manifestWith([entry]))]);
    await refuses('TAMPERED', /leaves its area/);
  });

  it('refuses a path that leads through a link', async () => {
    const [raw, entry] = link('data/link', 'x');
    put([raw, { name: 'data/link/evil', content: 'x' }, manifestFile(manifestWith([entry, fileEntry('data/link/evil', 'x')]))]);
    await refuses('TAMPERED', /through the link/);
  });

  it('refuses a link that the manifest calls a file', async () => {
    put([{ name: 'data/x', content: '/etc/passwd', mode: 0o120777 }, manifestFile(manifestWith([fileEntry('data/x', '/etc/passwd')]))]);
    await refuses('TAMPERED', /a link in one place/);
  });

  it.each([
    ['character device', 0o020600],
    ['block device', 0o060600],
    ['named pipe', 0o010600],
    ['socket', 0o140600],
  ])('refuses a %s', async (_kind, mode) => {
    put([{ name: 'data/x', content: 'x', mode }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('TAMPERED', /device, socket or pipe/);
  });

  it('refuses a manifest with setuid bits', async () => {
    put(withPath('data/x', { mode: 0o4755 }));
    await refuses('CORRUPT', /manifest is invalid at entries.0.mode/);
  });
});

describe('sizes', () => {
  it('refuses an entry whose size disagrees with the manifest', async () => {
    put(withPath('data/x', { size: 2 }));
    await refuses('TAMPERED', /1 bytes long and the manifest says 2/);
  });

  it('refuses an entry that expands to more than it claims', async () => {
    put([
      { name: 'data/x', content: 'a'.repeat(10_000), lie: { size: 10, localSize: 10 } },
      manifestFile(manifestWith([fileEntry('data/x', 'a'.repeat(10))])),
    ]);
    await refuses('TAMPERED', /longer than the 10 bytes/);
  });

  it('refuses a large entry that expands to more than it claims', async () => {
    const claimed = 5 * 1024 * 1024;
    const content = Buffer.alloc(claimed + 4096, 7);
    put([
      { name: 'data/x', content, lie: { size: claimed, localSize: claimed } },
      manifestFile(manifestWith([{ ...fileEntry('data/x', ''), size: claimed }])),
    ]);
    await refuses('TAMPERED', /longer than/);
  });

  it('refuses a ratio that deflate can not have', async () => {
    put([
      { name: 'data/x', content: 'x', lie: { size: 1 << 30 } },
      manifestFile(manifestWith([fileEntry('data/x', 'x', { size: 1 << 30 })])),
    ]);
    await refuses('TAMPERED', /claims to expand/);
  });

  it('refuses a stored entry with two sizes', async () => {
    put([{ name: 'data/x', content: 'xx', method: 0, lie: { size: 1 } }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('TAMPERED', /two different sizes/);
  });
});

describe('structure', () => {
  it('refuses entries that overlap', async () => {
    put([
      { name: 'data/x', content: 'x'.repeat(100), method: 0 },
      { name: 'data/y', content: 'y'.repeat(100), method: 0, lie: { offset: 10 } },
      manifestFile(manifestWith([fileEntry('data/x', 'x'.repeat(100)), fileEntry('data/y', 'y'.repeat(100))])),
    ]);
    await refuses('TAMPERED', /overlaps another entry/);
  });

  it('refuses an entry that reaches into the directory', async () => {
    put([...withPath('data/x'), { name: 'data/y', content: 'y', lie: { compressedSize: 9_999 } }]);
    await refuses('CORRUPT', /reaches beyond/);
  });

  it('refuses another name in the local header', async () => {
    put([{ name: 'data/x', content: 'x', lie: { localName: 'data/z' } }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('TAMPERED', /another name in its header/);
  });

  it('refuses another size in the local header', async () => {
    put([{ name: 'data/x', content: 'x', lie: { localSize: 7 } }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('TAMPERED', /another size in its header/);
  });

  it.each([
    ['more', 9],
    ['fewer', 1],
  ])('refuses a directory of %s entries than its end says', async (_word, count) => {
    put(withPath('data/x'), { count });
    await refuses('CORRUPT', /table of contents/);
  });

  it('refuses a directory that starts elsewhere', async () => {
    put(withPath('data/x'), { start: 3 });
    await refuses('CORRUPT', /table of contents/);
  });

  it.each([0.2, 0.5, 0.9, 0.99])('refuses an archive cut off after %d of it', async (share) => {
    const whole = rawZip([
      { name: 'data/x', content: Buffer.alloc(4000, 'x') },
      manifestFile(manifestWith([fileEntry('data/x', 'x'.repeat(4000))])),
    ]);
    writeFileSync(archive, whole.subarray(0, Math.floor(whole.length * share)));
    await refuses('CORRUPT', /cut off or damaged|is not a zip archive/);
  });

  it('refuses an encrypted entry and an unknown compression', async () => {
    put([{ name: 'data/x', content: 'x', lie: { flags: 1 } }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('TAMPERED', /encrypted/);
    put([{ name: 'data/x', content: 'x', lie: { method: 14 } }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('TAMPERED', /compression method 14/);
  });
});

describe('manifest', () => {
  it('says that a foreign zip is not one of ours', async () => {
    put([{ name: 'readme.txt', content: 'hello' }]);
    await refuses('UNSUPPORTED', /Cofferdam did not write it/);
  });

  it('says that a newer format needs a newer Cofferdam', async () => {
    put([manifestFile({ ...manifestWith([]), format: 99 })]);
    await refuses('INCOMPATIBLE_VERSION', /newer Cofferdam \(format 99/);
  });

  it('says that a newer schema needs a newer Cofferdam', async () => {
    put([
      ...withPath('data/x').slice(0, 1),
      manifestFile(
        manifestWith([fileEntry('data/x', 'x')], {
          schema: { backend: 'sqlite', version: 999, applied: [{ version: 999, checksum: 'x' }] },
        }),
      ),
    ]);
    await refuses('INCOMPATIBLE_VERSION', /999/);
  });

  it.each([
    ['no JSON', '{"format":'],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('refuses %s', async (_kind, content) => {
    put([{ name: 'manifest.json', content }]);
    await refuses('CORRUPT', /manifest/);
  });

  it('refuses a mismatch with its SHA-256', async () => {
    put([{ name: 'data/x', content: 'y' }, manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    await refuses('CHECKSUM_MISMATCH', /data\/x/);
  });

  it('lists what the archive lacks, and restores nothing of it', async () => {
    put([manifestFile(manifestWith([fileEntry('data/x', 'x')]))]);
    const open = await openZip(archive);
    expect(open.missing.map(({ path }) => path)).toEqual(['data/x']);
    open.close();
    await refuses('CORRUPT', /lacks data\/x/);
  });
});

it('says that a file is no zip at all', async () => {
  writeFileSync(archive, 'hello, this is not an archive, however long it may be');
  await refuses('CORRUPT', /is not a zip archive/);
});
