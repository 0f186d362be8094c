import { expect, test } from 'vitest';
import { DoctorCheck } from '#shared/contract/doctor.ts';
import { failed, ok, warning } from './check.ts';

test('fine needs no remedy', () => {
  expect(ok('all well')).toEqual({ status: 'ok', message: 'all well' });
});

test('a warning and an error come with what to do, and a command where there is one', () => {
  expect(warning('not so well', 'Do this.')).toEqual({
    status: 'warning',
    message: 'not so well',
    remedy: { text: 'Do this.', command: null },
  });
  expect(failed('bad', 'Do this.', 'ls -l')).toEqual({ status: 'error', message: 'bad', remedy: { text: 'Do this.', command: 'ls -l' } });
});

test('findings fit the contract', () => {
  for (const finding of [ok('a'), warning('b', 'c'), failed('d', 'e', 'f')]) {
    expect(DoctorCheck.safeParse({ id: 'x', title: 'X', remedy: null, durationMs: 1, ...finding }).success).toBe(true);
  }
});
