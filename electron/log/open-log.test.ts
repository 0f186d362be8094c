import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { openLog } from './open-log.ts';
import { redactor } from './redactor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = (): Record<string, unknown>[] =>
  readFileSync(join(folder, 'cofferdam.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('a line is JSON with level, time, process, message and fields', () => {
  const log = openLog(folder, 'info');
  log.info('Backup written', { id: 'abc', bytes: 12 });
  log.close();

  expect(lines()).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), pid: process.pid, msg: 'Backup written', id: 'abc', bytes: 12 },
  ]);
});

test('lines below the level are left out; setLevel reaches children', () => {
  const log = openLog(folder, 'warn');
  const child = log.child({ part: 'jobs' });
  child.info('not this');
  log.setLevel('debug');
  child.debug('but this');
  log.close();

  expect(lines()).toMatchObject([{ level: 'debug', msg: 'but this', part: 'jobs' }]);
});

test('children add up', () => {
  const log = openLog(folder, 'info');
  log.child({ a: 1 }).child({ b: 2 }).warn('x', { c: 3 });
  log.close();

  expect(lines()).toMatchObject([{ a: 1, b: 2, c: 3 }]);
});

test('an error is written with its stack and causes', () => {
  const log = openLog(folder, 'info');
  log.error('Failed', { error: new AppError('x.y', 'IO', 'outer', { cause: new Error('inner') }) });
  log.error('Failed again', new Error('bare'));
  log.close();

  const [first, second] = lines();
  expect(first).toMatchObject({
    error: { code: 'IO', stack: expect.stringContaining('open-log.test.ts'), cause: { message: 'inner', stack: expect.any(String) } },
  });
  expect(second).toMatchObject({ error: { message: 'bare' } });
});

test('no secret reaches the file: by key, by form, or registered; in fields, message and children', () => {
  const forget = redactor.add('hunter2');
  const log = openLog(folder, 'info');
  log
    .child({ note: 'hunter2', token: 't0ken' })
    .info('logging in as hunter2 at postgres://u:pw1234@h/', { password: 'qwerty', env: ['X=hunter2'] });
  log.close();
  forget();

  expect(readFileSync(join(folder, 'cofferdam.log'), 'utf8')).not.toMatch(/hunter2|t0ken|pw1234|qwerty/);
});

test('a field named like a part of the line does not shadow it', () => {
  const log = openLog(folder, 'info');
  log.info('real', { level: 'fake', msg: 'fake', time: 1, pid: 1 });
  log.close();

  expect(lines()).toMatchObject([{ level: 'info', msg: 'real', level_: 'fake', msg_: 'fake', time_: 1, pid_: 1 }]);
});

test('a message with line breaks stays one line', () => {
  const log = openLog(folder, 'info');
  log.info('one\ntwo');
  log.close();

  expect(lines()).toMatchObject([{ msg: 'one\ntwo' }]);
});

test('rotates and keeps the given number of files', () => {
  const log = openLog(folder, 'info', { maxBytes: 200, keep: 2 });
  for (let line = 0; line < 20; line += 1) log.info(`line ${line}`, { filler: 'x'.repeat(200) });
  log.close();

  expect(readdirSync(folder).sort()).toEqual(['cofferdam.1.log', 'cofferdam.2.log']);
});

test('a disk that is full is said once and stops nobody', () => {
  symlinkSync('/dev/full', join(folder, 'cofferdam.log'));
  const complaints: string[] = [];
  const log = openLog(folder, 'info', { complain: (text) => complaints.push(text) });
  log.info('a');
  log.error('b');
  log.close();

  expect(complaints).toEqual([expect.stringMatching(/the log in .* can't be written .*ENOSPC/)]);
});
