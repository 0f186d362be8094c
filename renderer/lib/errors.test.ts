import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { ConnectionLost } from './connection.ts';
import { errorDataOf, errorText } from './errors.ts';

describe('an error as it is shown', () => {
  test('is the program’s own where it sent one', () => {
    const data = { code: 'NO_SPACE', message: 'The disk is full', hint: 'Free some space.' } as const;
    expect(errorDataOf(new ORPCError('NO_SPACE', { data }))).toEqual(data);
    expect(errorDataOf(data)).toEqual(data);
  });

  test('is about the input where the contract refused it', () => {
    expect(errorDataOf(new ORPCError('BAD_REQUEST', { message: 'Input validation failed', data: { issues: [] } }))).toEqual({
      code: 'INVALID_INPUT',
      message: 'Input validation failed',
      details: { issues: [] },
    });
  });

  test('asks for a reload where the program does not know the procedure', () => {
    expect(errorDataOf(new ORPCError('NOT_FOUND'))).toMatchObject({ code: 'UNSUPPORTED' });
  });

  test('tells a lost connection and a cancelled call from a defect', () => {
    expect(errorDataOf(new ConnectionLost())).toMatchObject({ code: 'CONNECTION_FAILED' });
    expect(errorDataOf(new DOMException('', 'AbortError'))).toMatchObject({ code: 'CANCELLED' });
    expect(errorDataOf(new TypeError('x is undefined'))).toMatchObject({ code: 'INTERNAL', message: 'x is undefined' });
    expect(errorDataOf('boom')).toMatchObject({ code: 'INTERNAL', message: 'boom' });
  });

  test('has no stack, neither on the page nor on the clipboard', () => {
    const data = errorDataOf(new Error('broken'));
    expect(JSON.stringify(data)).not.toContain('errors.test');
    expect(errorText(data)).not.toContain('errors.test');
  });
});

test('the text for the clipboard has all of it', () => {
  const text = errorText({ code: 'IO', message: 'Can’t read', hint: 'Check the disk.', op: 'backup.list', details: { errno: 'EIO' } });
  expect(text.split('\n').slice(0, 3)).toEqual(['IO: Can’t read', 'Hint: Check the disk.', 'Operation: backup.list']);
  expect(text).toContain('"errno": "EIO"');
});
