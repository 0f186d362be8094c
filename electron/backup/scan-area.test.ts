import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveNames, foldName } from './archive-names.ts';
import { databaseOf, isSqlite, leaves, scanArea } from './scan-area.ts';
import { copyStable, readStable, whileUnchanged } from './stable-read.ts';
import { addRows } from './testing/home.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cofferdam-scan-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const paths = (): string[] => scanArea('data', root).found.map(({ kind, path }) => `${kind} ${path}`);

describe('a scan', () => {
  it('goes in path order, and an area that is not there is empty', () => {
    mkdirSync(join(root, 'b'));
    for (const name of ['b/x', 'a', 'c']) writeFileSync(join(root, name), '');
    expect(paths()).toEqual(['file data/a', 'folder data/b', 'file data/b/x', 'file data/c']);
    expect(scanArea('data', join(root, 'none'))).toEqual({ found: [], excluded: [] });
  });

  it('names what is half-written by ourselves, and leaves it out', () => {
    writeFileSync(join(root, '.cofferdam-tmp-0123'), '');
    expect(scanArea('data', root)).toEqual({
      found: [],
      excluded: [{ path: 'data/.cofferdam-tmp-0123', why: 'a file that was being written' }],
    });
  });

  it('names a link whose target is not valid UTF-8, rather than keep another one', () => {
    execFileSync('ln', ['-s', Buffer.from([0x78, 0xe9]).toString('latin1'), join(root, 'fine')]);
    symlinkSync(Buffer.from([0x78, 0xe9]), join(root, 'odd'));
    expect(scanArea('data', root)).toMatchObject({
      found: [{ path: 'data/fine', target: 'xé' }],
      excluded: [{ path: 'data/odd', why: 'a link to a name that is not valid UTF-8' }],
    });
  });

  it('takes the logs of a database for part of it, and of nothing else', () => {
    addRows(join(root, 'a.db'), 'A', 1);
    for (const name of ['a.db-wal', 'a.db-shm', 'a.db-journal', 'b.db-wal', 'notes-journal']) writeFileSync(join(root, name), 'x');
    expect(paths()).toEqual(['sqlite data/a.db', 'file data/b.db-wal', 'file data/notes-journal']);
    expect(['a.db-wal', 'x-shm', 'y-journal', '-wal', 'a.db'].map(databaseOf)).toEqual(['a.db', 'x', 'y', undefined, undefined]);
  });

  it('knows a database by its first bytes and its size', () => {
    addRows(join(root, 'a'), 'A', 1);
    const whole = readFileSync(join(root, 'a'));
    writeFileSync(join(root, 'cut'), whole.subarray(0, 1000));
    writeFileSync(join(root, 'other'), Buffer.alloc(1024, 'SQLite format 4'));
    expect(
      ['a', 'cut', 'other', 'none'].map((name) =>
        isSqlite(join(root, name), { size: name === 'a' ? whole.length : name === 'cut' ? 1000 : 1024 }),
      ),
    ).toEqual([true, false, false, false]);
  });

  it('keeps both names of one file', () => {
    writeFileSync(join(root, 'a'), 'x');
    linkSync(join(root, 'a'), join(root, 'b'));
    expect(paths()).toEqual(['file data/a', 'file data/b']);
  });

  it('fails, naming it, where an area is a file', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => scanArea('data', join(root, 'file'))).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(root) }),
    );
  });

  it.each<[string, boolean]>([
    ['x', false],
    ['../data/x', false],
    ['../x', true],
    ['../../x', true],
    ['/etc/passwd', true],
    ['a/../../data-evil', true],
    ['..', true],
    ['...', false],
  ])('sees whether a link to %j leaves its area', (target, expected) => {
    expect(leaves('/home/data', '/home/data/link', target)).toBe(expected);
  });
});

describe('a stable read', () => {
  it('gives the content and the state it had', () => {
    writeFileSync(join(root, 'a'), 'text');
    utimesSync(join(root, 'a'), 1, 2);
    expect(readStable(join(root, 'a'))).toMatchObject({ value: Buffer.from('text'), stats: { size: 4, mtimeMs: 2000 } });
    copyStable(join(root, 'a'), join(root, 'b'));
    expect(readFileSync(join(root, 'b'), 'utf8')).toBe('text');
  });

  it('reads again what changed meanwhile', () => {
    const path = join(root, 'a');
    writeFileSync(path, 'one');
    let reads = 0;
    const read = whileUnchanged(path, () => {
      reads += 1;
      const text = readFileSync(path, 'utf8');
      if (reads < 3) appendFileSync(path, '!');
      return text;
    });
    expect(read).toMatchObject({ value: 'one!!' });
    expect(reads).toBe(3);
  });

  it('notices another file of the same size and time in its place', () => {
    const path = join(root, 'a');
    writeFileSync(path, 'one');
    utimesSync(path, 1, 1);
    let reads = 0;
    whileUnchanged(path, () => {
      reads += 1;
      if (reads > 1) return;
      writeFileSync(join(root, 'b'), 'two');
      utimesSync(join(root, 'b'), 1, 1);
      renameSync(join(root, 'b'), path);
    });
    expect(reads).toBe(2);
  });

  it('gives up, naming it, on what never holds still', () => {
    const path = join(root, 'a');
    writeFileSync(path, '');
    expect(() => whileUnchanged(path, () => appendFileSync(path, '!'))).toThrow(
      expect.objectContaining({ code: 'BUSY', message: expect.stringContaining(path), hint: expect.any(String) }),
    );
  });

  it('tells what is gone from what can not be read, and follows no link', () => {
    const path = join(root, 'a');
    expect(readStable(path)).toBeUndefined();
    writeFileSync(path, '');
    expect(whileUnchanged(path, () => unlinkSync(path))).toBeUndefined();
    symlinkSync('/etc/passwd', path);
    expect(() => readStable(path)).toThrow(expect.objectContaining({ code: 'IO', message: expect.stringContaining(path) }));
  });
});

describe('names in an archive', () => {
  it('are the paths wherever possible', () => {
    expect(archiveNames(['data/Makefile', 'data/makefile', 'data/makefile~2', 'data/a:b', 'data/c\\d', 'data/x\ny'])).toEqual([
      'data/Makefile',
      'data/makefile~2',
      'data/makefile~2~2',
      'data/a_b',
      'data/c_d',
      'data/x_y',
    ]);
  });

  it('differ on the least careful file system, and never are those of our own files', () => {
    const name = fc.oneof(
      fc.constantFrom('manifest.json', 'RESTORE.TXT', 'É', 'e\u0301', 'ﬁ', 'FI', 'a~2', 'a', 'A'),
      fc.string({ minLength: 1, maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 30 }), (list) => {
        const folded = archiveNames(list).map(foldName);
        expect(new Set(folded).size).toBe(list.length);
        expect(folded).not.toContain('manifest.json');
        expect(folded).not.toContain('restore.txt');
      }),
    );
  });
});
