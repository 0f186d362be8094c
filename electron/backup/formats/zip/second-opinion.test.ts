import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Open } from 'unzipper';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestFile, manifestWith, fileEntry } from '../../testing/manifest.ts';
import { randomBytes } from '../../testing/home.ts';
import { manifestName } from '../../manifest.ts';
import { collect } from '../collect.ts';
import { openZip } from './open-zip.ts';
import { readDirectory } from './read-directory.ts';
import { directoryRecord, endRecords, type EntryRecord, localHeader } from './records.ts';
import { createZip } from './write-zip.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mtime = new Date(2026, 0, 2, 3, 4, 6);

describe('programs that know nothing of us', () => {
  const contents: Record<string, Uint8Array> = {
    'data/text': Buffer.from('what compresses well '.repeat(200_000)),
    'data/noise': randomBytes(3_000_000),
    'data/seams': Buffer.alloc(3 * 512 * 1024, 'exactly three blocks '),
    'data/none': new Uint8Array(),
    'data/näme': Buffer.from('x'),
  };

  async function write(): Promise<string> {
    const path = join(folder, 'a.zip');
    const writer = createZip(path, 6, () => undefined);
    for (const [name, bytes] of Object.entries(contents)) {
      const file = join(folder, 'content');
      writeFileSync(file, bytes);
      await writer.add({ name, mode: 0o640, mtime, content: { kind: 'file', path: file } });
    }
    await writer.add({ name: 'data/link', mode: 0o777, mtime, content: { kind: 'link', target: 'text' } });
    await writer.add({ name: 'data/folder/', mode: 0o750, mtime, content: { kind: 'folder' } });
    await writer.finish();
    return path;
  }

  it('unpack it to the same bytes, modes and times', async () => {
    const path = await write();
    const target = join(folder, 'out');
    expect(execFileSync('unzip', ['-tqq', path], { encoding: 'utf8' })).toBe('');
    execFileSync('unzip', ['-qq', path, '-d', target]);
    for (const [name, bytes] of Object.entries(contents))
      expect(readFileSync(join(target, name)).equals(Buffer.from(bytes)), name).toBe(true);
    expect(execFileSync('stat', ['-c', '%a %Y', join(target, 'data/text')], { encoding: 'utf8' }).trim()).toBe(
      `640 ${mtime.getTime() / 1000}`,
    );
    expect(execFileSync('stat', ['-c', '%F %a', join(target, 'data/folder')], { encoding: 'utf8' }).trim()).toBe('directory 750');
    expect(execFileSync('readlink', [join(target, 'data/link')], { encoding: 'utf8' }).trim()).toBe('text');
  });

  it('read the same entries through another library', async () => {
    const { files } = await Open.file(await write());
    for (const [name, bytes] of Object.entries(contents)) {
      const file = files.find((entry) => entry.path === name);
      expect((await file?.buffer())?.equals(Buffer.from(bytes)), name).toBe(true);
    }
  });
});

describe('an archive that zip wrote', () => {
  it('reads the same, with every attribute it uses', async () => {
    writeFileSync(join(folder, 'x'), 'hello');
    execFileSync('mkdir', [join(folder, 'data')]);
    execFileSync('mv', [join(folder, 'x'), join(folder, 'data', 'x')]);
    writeFileSync(join(folder, manifestName), manifestFile(manifestWith([fileEntry('data/x', 'hello')])).content);
    execFileSync('zip', ['-q', '-D', '-r', 'a.zip', 'data', manifestName], { cwd: folder });
    const archive = await openZip(join(folder, 'a.zip'));
    const [entry] = archive.manifest.entries;
    expect(entry && (await collect(archive.read(entry))).toString()).toBe('hello');
    archive.close();
  });
});

describe('64-bit sizes', () => {
  it('survive the directory and the end of the file', () => {
    const path = join(folder, 'large.zip');
    const gib = 2 ** 30;
    const record = (name: string, offset: number, size: number): EntryRecord => ({
      name: Buffer.from(name),
      method: 0,
      unixMode: 0o100600,
      mtime,
      crc32: 0,
      compressedSize: size,
      size,
      headerOffset: offset,
      sizesFollow: false,
      large: true,
    });
    const first = record('data/first', 0, 5 * gib);
    const second = record('data/second', 5 * gib + 100, 7);
    const start = 5 * gib + 300;
    const directory = Buffer.concat([first, second].map(directoryRecord));
    const descriptor = openSync(path, 'w+');
    writeSync(descriptor, localHeader(first), 0, undefined, 0);
    const tail = Buffer.concat([directory, endRecords({ start, size: directory.length, count: 2 })]);
    writeSync(descriptor, tail, 0, undefined, start); // a sparse file: the 5 GiB cost nothing
    const entries = readDirectory(path, descriptor, start + tail.length);
    closeSync(descriptor);
    expect(entries.map(({ name, size, headerOffset }) => ({ name, size, headerOffset }))).toEqual([
      { name: 'data/first', size: 5 * gib, headerOffset: 0 },
      { name: 'data/second', size: 7, headerOffset: 5 * gib + 100 },
    ]);
  });
});
