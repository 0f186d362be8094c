import { expect, test } from 'vitest';
import { nextProgress, waiting } from './progress.ts';

const copying = { phase: 'Copying', done: 5, total: 10, unit: 'files', item: 'a.txt' } as const;

test('what is not named stays', () => {
  expect(nextProgress(copying, { done: 6 })).toEqual({ ...copying, done: 6 });
});

test('a new phase starts from nothing', () => {
  expect(nextProgress(copying, { phase: 'Writing' })).toEqual({ phase: 'Writing', done: 0, total: null, unit: 'files', item: null });
});

test('a new phase may bring its own counts', () => {
  expect(nextProgress(copying, { phase: 'Writing', total: 99, unit: 'bytes' })).toEqual({
    phase: 'Writing',
    done: 0,
    total: 99,
    unit: 'bytes',
    item: null,
  });
});

test('naming the same phase again resets nothing', () => {
  expect(nextProgress(copying, { phase: 'Copying', done: 7 })).toEqual({ ...copying, done: 7 });
});

test('there is always a phase', () => {
  expect(waiting.phase).not.toBe('');
});
