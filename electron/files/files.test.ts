import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode, toErrorData } from '#shared/errors.ts';
import { explainNoSpace, hashFile, ioError, renameDurably, requireSpace, syncTree, writeFileDurably, writeFully } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

describe('writeFileDurably', () => {
  it('writes and replaces, for its owner only, and leaves nothing else', async () => {
    await writeFileDurably(at('a'), 'one');
    await writeFileDurably(at('a'), new Uint8Array([116, 119, 111]));
    expect(readFileSync(at('a'), 'utf8')).toBe('two');
    expect(statSync(at('a')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('replaces a link itself, never what it points to', async () => {
    writeFileSync(at('elsewhere'), 'mine');
    symlinkSync(at('elsewhere'), at('link'));
    await writeFileDurably(at('link'), 'new');
    expect(readFileSync(at('elsewhere'), 'utf8')).toBe('mine');
    expect(readFileSync(at('link'), 'utf8')).toBe('new');
  });

  it('keeps the old content and leaves nothing when it fails', async () => {
    mkdirSync(at('folder'));
    writeFileSync(join(at('folder'), 'x'), '');
    await expect(writeFileDurably(at('folder'), 'text')).rejects.toMatchObject({ message: expect.stringContaining(at('folder')) });
    expect(readdirSync(folder)).toEqual(['folder']);
  });

  it('says which folder is not there', async () => {
    await expect(writeFileDurably(at('none/x'), '')).rejects.toMatchObject({ code: 'NOT_FOUND', details: { path: at('none/x') } });
  });

  it('is whole whenever it is read, though many write at once', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
    await writeFileDurably(at('a'), texts[0] ?? '');
    const writing = Promise.all(texts.map((text) => writeFileDurably(at('a'), text)));
    for (let read = 0; read < 20; read += 1) expect(texts).toContain(await readFile(at('a'), 'utf8'));
    await writing;
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

describe('renameDurably and syncTree', () => {
  it('moves a folder to another one', async () => {
    mkdirSync(at('one/area'), { recursive: true });
    mkdirSync(at('two'));
    await renameDurably(at('one/area'), at('two/area'));
    expect(readdirSync(at('two'))).toEqual(['area']);
    await syncTree(at('two'));
  });

  it('names what could not be flushed', async () => {
    await expect(syncTree(at('none'))).rejects.toMatchObject({ code: 'IO', message: expect.stringContaining(at('none')) });
  });
});

describe('ioError', () => {
  const of = (code: string): unknown => ioError('test', Object.assign(new Error(`${code}: told so`), { code }), '/home/x');

  it.each<[string, ErrorCode]>([
    ['ENOSPC', 'NO_SPACE'],
    ['EDQUOT', 'NO_SPACE'],
    ['EFBIG', 'NO_SPACE'],
    ['EACCES', 'PERMISSION_DENIED'],
    ['EPERM', 'PERMISSION_DENIED'],
    ['EROFS', 'PERMISSION_DENIED'],
    ['ENOENT', 'NOT_FOUND'],
    ['EEXIST', 'ALREADY_EXISTS'],
    ['ENOTDIR', 'INVALID_INPUT'],
    ['EISDIR', 'INVALID_INPUT'],
    ['ENAMETOOLONG', 'INVALID_INPUT'],
    ['EXDEV', 'UNSUPPORTED'],
    ['EMFILE', 'IO'],
    ['EIO', 'IO'],
    ['EWHATEVER', 'IO'],
  ])('%s is %s, names the path and what to do', (errno, code) => {
    expect(of(errno)).toMatchObject({
      op: 'test',
      code,
      message: expect.stringMatching(/^\/home\/x: /),
      hint: expect.stringMatching(/\.$/),
      details: { path: '/home/x', errno },
      cause: expect.any(Error),
    });
  });

  it('lets an AppError and a cancellation through as they are', () => {
    const ours = new AppError('x', 'BUSY', 'y');
    const abort = new DOMException('stop', 'AbortError');
    expect(ioError('test', ours, '/x')).toBe(ours);
    expect(ioError('test', abort, '/x')).toBe(abort);
    expect(toErrorData(ioError('test', abort, '/x')).code).toBe('CANCELLED');
  });

  it('takes whatever was thrown', () => {
    expect(ioError('test', 'text', '/x')).toMatchObject({ code: 'IO', message: '/x: text' });
  });

  it('reads what the system really says', async () => {
    writeFileSync(at('file'), '');
    const error = await rmdir(at('file')).catch((thrown: unknown) => ioError('test', thrown, at('file')));
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('space', () => {
  it('is enough for nothing and never for everything', async () => {
    await requireSpace('test', folder, 0);
    await expect(requireSpace('test', folder, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/about 8\.00 PiB are needed and .+ are free/),
      details: { needed: Number.MAX_SAFE_INTEGER, free: expect.any(Number) },
    });
  });

  it('is told with both figures when it ran out on the way', async () => {
    const full = ioError('test', Object.assign(new Error('full'), { code: 'ENOSPC' }), at('x'));
    expect(await explainNoSpace(full, folder, 5 * 1024 ** 3)).toMatchObject({
      op: 'test',
      code: 'NO_SPACE',
      message: expect.stringMatching(/the disk is full.*up to 5\.00 GiB are needed and .+ are free/),
      details: { path: at('x'), needed: 5 * 1024 ** 3, free: expect.any(Number) },
      cause: full,
    });
  });

  it('says nothing about other errors, nor twice', async () => {
    const other = new Error('other');
    expect(await explainNoSpace(other, folder, 1)).toBe(other);
    const told = await requireSpace('test', folder, Number.MAX_SAFE_INTEGER).catch((error: unknown) => error);
    expect(await explainNoSpace(told, folder, 1)).toBe(told);
  });
});

describe('hashFile', () => {
  it('is the SHA-256 of the bytes, and counts them', async () => {
    const bytes = Buffer.alloc(3_500_000, 'abc');
    writeFileSync(at('a'), bytes);
    let counted = 0;
    const sha256 = await hashFile(at('a'), { onBytes: (count) => (counted += count) });
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(counted).toBe(bytes.length);
  });

  it('names a file that can not be read', async () => {
    await expect(hashFile(at('none'))).rejects.toMatchObject({ code: 'NOT_FOUND', details: { path: at('none') } });
    await expect(hashFile(folder)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('can be cancelled', async () => {
    writeFileSync(at('a'), Buffer.alloc(20_000_000));
    const controller = new AbortController();
    await expect(hashFile(at('a'), { signal: controller.signal, onBytes: () => controller.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('writeFully', () => {
  it('writes all of it', () => {
    const descriptor = openSync(at('a'), 'w');
    const bytes = Buffer.alloc(5_000_000, 'xyz');
    writeFully(descriptor, bytes.subarray(0, 7));
    writeFully(descriptor, bytes.subarray(7));
    closeSync(descriptor);
    expect(readFileSync(at('a')).equals(bytes)).toBe(true);
  });
});
