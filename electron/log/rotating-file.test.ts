import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RotatingFile, type RotatingFileOptions } from './rotating-file.ts';

let folder: string;
let failures: unknown[];
let now: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-log-'));
  failures = [];
  now = Date.parse('2026-11-20T10:00:00Z');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: Partial<RotatingFileOptions> = {}): RotatingFile =>
  new RotatingFile({ folder, name: 'x', maxBytes: 100, keep: 2, now: () => now, onFailure: (error) => failures.push(error), ...options });
const content = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('writing', () => {
  test('each line is on disk when write returns', () => {
    const file = open();
    file.write('one\n');
    expect(content('x.log')).toBe('one\n');
    file.write('two\n');
    expect(content('x.log')).toBe('one\ntwo\n');
    file.close();
  });

  test('only the owner can read it, also when it was there with another mode', () => {
    writeFileSync(join(folder, 'x.log'), '');
    chmodSync(join(folder, 'x.log'), 0o644);
    open().write('one\n');
    expect(statSync(join(folder, 'x.log')).mode & 0o777).toBe(0o600);
  });

  test('goes on after what is there; a line torn by a crash stays a line of its own', () => {
    writeFileSync(join(folder, 'x.log'), '{"half":');
    open().write('whole\n');
    expect(content('x.log')).toBe('{"half":\nwhole\n');
  });

  test('makes a folder that is missing', () => {
    const inner = join(folder, 'a', 'b');
    open({ folder: inner }).write('one\n');
    expect(readFileSync(join(inner, 'x.log'), 'utf8')).toBe('one\n');
    expect(statSync(inner).mode & 0o777).toBe(0o700);
  });

  test('after close it writes nothing', () => {
    const file = open();
    file.write('one\n');
    file.close();
    file.write('two\n');
    file.close();
    expect(content('x.log')).toBe('one\n');
  });
});

describe('rotation', () => {
  test('starts a new file once the limit is reached, and keeps so many old ones', () => {
    const file = open({ maxBytes: 10 });
    for (const line of ['first line\n', 'second line\n', 'third line\n', 'fourth line\n']) file.write(line);
    file.write('now\n');
    file.close();

    expect(readdirSync(folder).sort()).toEqual(['x.1.log', 'x.2.log', 'x.log']);
    expect(content('x.log')).toBe('now\n');
    expect(content('x.1.log')).toBe('fourth line\n');
    expect(content('x.2.log')).toBe('third line\n');
  });

  test('counts what an earlier run wrote', () => {
    writeFileSync(join(folder, 'x.log'), `${'a'.repeat(98)}\n`);
    const file = open();
    file.write('over\n');
    file.write('fresh\n');
    expect(content('x.log')).toBe('fresh\n');
    expect(content('x.1.log').endsWith('over\n')).toBe(true);
  });
});

describe('when it can not write', () => {
  // /dev/full answers every write with ENOSPC, as a full disk does.
  const fillDisk = (): void => symlinkSync('/dev/full', join(folder, 'x.log'));

  test('a full disk throws nothing and is told once', () => {
    fillDisk();
    const file = open();
    for (let line = 0; line < 5; line += 1) {
      file.write('lost\n');
      now += 61_000;
    }
    expect(failures).toMatchObject([{ code: 'ENOSPC' }]);
  });

  test('does not try at every line', () => {
    fillDisk();
    const file = open();
    file.write('lost\n');
    rmSync(join(folder, 'x.log'));
    now += 59_000;
    file.write('lost too\n');
    expect(existsSync(join(folder, 'x.log'))).toBe(false);
  });

  test('goes on when there is space again, and says how much is missing', () => {
    fillDisk();
    const file = open({ maxBytes: 1000 });
    file.write('lost\n');
    file.write('lost too\n');
    rmSync(join(folder, 'x.log'));
    now += 60_000;
    file.write('back\n');
    file.write('more\n');

    const [gap, ...rest] = content('x.log').split('\n');
    expect(JSON.parse(gap ?? '')).toEqual({
      level: 'warn',
      time: '2026-11-20T10:01:00.000Z',
      msg: 'The log could not be written for a while',
      dropped: 2,
    });
    expect(rest).toEqual(['back', 'more', '']);
  });

  test('a folder that is a file throws nothing', () => {
    appendFileSync(join(folder, 'file'), '');
    const file = open({ folder: join(folder, 'file') });
    file.write('lost\n');
    file.close();
    expect(failures).toHaveLength(1);
  });
});
