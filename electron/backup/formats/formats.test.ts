import { createHash, randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { archiveNames } from '../archive-names.ts';
import { type Manifest, type ManifestEntry, manifestName } from '../manifest.ts';
import { manifestWith } from '../testing/manifest.ts';
import { randomBytes } from '../testing/home.ts';
import { type BackupFormat, collect, formats } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-format-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Content {
  path: string;
  kind: 'file' | 'link' | 'folder';
  bytes: Uint8Array;
  /** Given as a file's path rather than its bytes. */
  asFile?: boolean;
}

const mtime = '2026-01-02T03:04:06.000Z';

async function write(
  format: BackupFormat,
  path: string,
  contents: Content[],
): Promise<{ manifest: Manifest; sha256: string; sizeBytes: number }> {
  const writer = format.create(path, 6, () => undefined);
  const names = archiveNames(contents.map((content) => content.path));
  const entries: ManifestEntry[] = [];
  for (const [index, { path: entryPath, kind, bytes, asFile }] of contents.entries()) {
    const name = names[index] ?? '';
    const body = Buffer.from(bytes);
    const content =
      kind === 'link'
        ? { kind, target: body.toString() }
        : kind === 'folder'
          ? { kind }
          : asFile
            ? { kind: 'file' as const, path: fileWith(body) }
            : { kind: 'bytes' as const, bytes: body };
    const written = await writer.add({ name: kind === 'folder' ? `${name}/` : name, mode: 0o640, mtime: new Date(mtime), content });
    expect(written).toEqual({ size: body.length, sha256: createHash('sha256').update(body).digest('hex') });
    const sha256 = kind === 'folder' ? null : createHash('sha256').update(body).digest('hex');
    const stored = name === entryPath ? {} : { stored: kind === 'folder' ? `${name}/` : name };
    entries.push({ path: entryPath, area: 'data', kind, size: body.length, mode: 0o640, mtime, sha256, ...stored });
  }
  const manifest = manifestWith(entries);
  await writer.add({
    name: manifestName,
    mode: 0o600,
    mtime: new Date(mtime),
    content: { kind: 'bytes', bytes: Buffer.from(JSON.stringify(manifest)) },
  });
  return { manifest, ...(await writer.finish()) };
}

function fileWith(bytes: Uint8Array): string {
  const path = join(folder, `content-${randomUUID()}`);
  writeFileSync(path, bytes);
  return path;
}

async function readAll(format: BackupFormat, path: string): Promise<Map<string, Buffer>> {
  const archive = await format.open(path);
  try {
    const read = new Map<string, Buffer>();
    for (const entry of archive.manifest.entries) {
      if (entry.kind === 'folder') read.set(entry.path, Buffer.alloc(0));
      else read.set(entry.path, await collect(archive.read(entry)));
    }
    return read;
  } finally {
    archive.close();
  }
}

const samples: Content[] = [
  { path: 'data/empty', kind: 'file', bytes: new Uint8Array() },
  { path: 'data/text', kind: 'file', bytes: Buffer.from('hello '.repeat(1000)) },
  { path: 'data/noise', kind: 'file', bytes: randomBytes(2_500_000) },
  { path: 'data/large-noise', kind: 'file', bytes: randomBytes(6_000_000), asFile: true },
  { path: 'data/large', kind: 'file', bytes: Buffer.alloc(9_000_000, 'abc'), asFile: true },
  { path: 'data/folder', kind: 'folder', bytes: new Uint8Array() },
  { path: 'data/folder/link', kind: 'link', bytes: Buffer.from('../text') },
  { path: 'data/ümlaut ☃', kind: 'file', bytes: Buffer.from('x') },
];

describe.each(formats)('the format $name', (format) => {
  const archive = (): string => join(folder, `a${format.extension}`);

  it('gives back what went in', async () => {
    const { manifest } = await write(format, archive(), samples);
    const open = await format.open(archive());
    expect(open.manifest).toEqual(manifest);
    expect(open.missing).toEqual([]);
    open.close();
    const read = await readAll(format, archive());
    for (const { path, bytes } of samples) expect(read.get(path)?.equals(Buffer.from(bytes)), path).toBe(true);
  });

  it('tells the size and SHA-256 of what it wrote', async () => {
    const { sha256, sizeBytes } = await write(format, archive(), samples);
    const bytes = readFileSync(archive());
    expect(sizeBytes).toBe(bytes.length);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('reads several entries at once', async () => {
    await write(format, archive(), samples);
    const open = await format.open(archive());
    const lengths = await Promise.all(
      open.manifest.entries.map(async (entry) => {
        let length = 0;
        if (entry.kind !== 'folder') for await (const chunk of open.read(entry)) length += chunk.length;
        return length;
      }),
    );
    open.close();
    expect(lengths).toEqual(samples.map(({ bytes }) => bytes.length));
  });

  it('leaves an existing file alone', async () => {
    writeFileSync(archive(), 'mine');
    await expect(write(format, archive(), samples)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(readFileSync(archive(), 'utf8')).toBe('mine');
  });

  it('fails when a file of it is gone, and can be given up', async () => {
    const writer = format.create(archive(), 6, () => undefined);
    const content = { kind: 'file' as const, path: join(folder, 'gone') };
    await expect(writer.add({ name: 'data/x', mode: 0o600, mtime: new Date(mtime), content })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await writer.abort();
    await writer.abort();
  });

  it('stops in the middle of a file when it is cancelled', async () => {
    let pieces = 0;
    const writer = format.create(archive(), 6, () => {
      pieces += 1;
      if (pieces > 3) throw new AppError('task', 'CANCELLED', 'Cancelled');
    });
    const content = { kind: 'file' as const, path: fileWith(Buffer.alloc(20_000_000, 'abc')) };
    await expect(writer.add({ name: 'data/x', mode: 0o600, mtime: new Date(mtime), content })).rejects.toMatchObject({ code: 'CANCELLED' });
    await writer.abort();
  });

  it('round-trips any names and contents', async () => {
    const name = fc.stringMatching(/^[^/\0]{1,40}$/).filter((text) => text !== '.' && text !== '..' && text.isWellFormed());
    const content = fc.record({ name, bytes: fc.uint8Array({ maxLength: 3_000 }) });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(content, { selector: (item) => item.name, maxLength: 8 }), async (items) => {
        const path = join(folder, `${(run += 1)}${format.extension}`);
        const contents = items.map((item): Content => ({ path: `data/${item.name}`, kind: 'file', bytes: item.bytes }));
        await write(format, path, contents);
        const read = await readAll(format, path);
        return contents.every(({ path: entryPath, bytes }) => read.get(entryPath)?.equals(Buffer.from(bytes)));
      }),
      { numRuns: 60 },
    );
  });

  it('notices every flipped bit, or it did not matter', async () => {
    const { manifest, sizeBytes } = await write(format, archive(), samples.slice(0, 2));
    const whole = readFileSync(archive());
    const expected = new Map(samples.slice(0, 2).map(({ path, bytes }) => [path, Buffer.from(bytes)]));
    let noticed = 0;
    for (let flip = 0; flip < 200; flip += 1) {
      const at = Math.floor((sizeBytes * flip) / 200);
      const descriptor = openSync(archive(), 'r+');
      writeSync(descriptor, Buffer.from([(whole[at] ?? 0) ^ (1 << (flip % 8))]), 0, 1, at);
      try {
        const read = await readAll(format, archive());
        const archiveNow = await format.open(archive());
        archiveNow.close();
        const same =
          [...expected].every(([path, bytes]) => read.get(path)?.equals(bytes)) && isDeepStrictEqual(archiveNow.manifest, manifest);
        expect(same, `bit ${flip % 8} of byte ${at}`).toBe(true);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        noticed += 1;
      } finally {
        writeSync(descriptor, Buffer.from([whole[at] ?? 0]), 0, 1, at);
        closeSync(descriptor);
      }
    }
    expect(noticed).toBeGreaterThan(120);
  });
});
