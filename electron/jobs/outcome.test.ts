import { expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { failure, success } from './outcome.ts';

const exported = { id: '01K', to: '/mnt/a.zip', sizeBytes: 12, checksum: 'ab' };

test('a result of its kind is a success, without what the kind does not have', () => {
  expect(success('backup.export', { ...exported, extra: true })).toEqual({ state: 'succeeded', result: exported, error: null });
});

test.each([[undefined], [null], [{ ...exported, sizeBytes: 'twelve' }]])('%j is no result of an export: our own mistake', (result) => {
  expect(success('backup.export', result)).toMatchObject({
    state: 'failed',
    result: null,
    error: { code: 'INTERNAL', op: 'backup.export' },
  });
});

test('an error of ours is kept as it is', () => {
  const thrown = new AppError('zip.write', 'NO_SPACE', 'the disk is full', { hint: 'Free some space.' });
  expect(failure('backup.create', thrown)).toEqual({
    state: 'failed',
    result: null,
    error: { op: 'zip.write', code: 'NO_SPACE', message: 'the disk is full', hint: 'Free some space.' },
  });
});

test('anything else is our own mistake, and carries no stack', () => {
  const { error } = failure('backup.create', new TypeError('x is undefined'));
  expect(error).toMatchObject({ code: 'INTERNAL', message: 'x is undefined', op: 'backup.create' });
  expect(JSON.stringify(error)).not.toContain('outcome.test');
});

test.each([
  ['our own', new AppError('x', 'CANCELLED', 'Cancelled')],
  ["Node's", new DOMException('This operation was aborted', 'AbortError')],
])('%s way of saying cancelled', (_name, thrown) => {
  expect(failure('backup.create', thrown)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } });
});
