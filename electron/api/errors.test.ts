import { ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { clientError, toWireError } from './errors.ts';

describe('toWireError', () => {
  it('carries an AppError whole, with the status of its code', () => {
    const error = new AppError('backup.get', 'NOT_FOUND', 'No backup x', { hint: 'List them.', details: { id: 'x' } });

    const wire = toWireError(error, 'backup.show');

    expect([wire.code, wire.status, wire.message]).toEqual(['NOT_FOUND', 404, 'No backup x']);
    expect(wire.data).toEqual({ code: 'NOT_FOUND', message: 'No backup x', op: 'backup.get', hint: 'List them.', details: { id: 'x' } });
  });

  it('says of anything else that it is our defect, and nothing of its stack', () => {
    const wire = toWireError(new TypeError('x is not a function'), 'backup.list');

    expect([wire.code, wire.status]).toEqual(['INTERNAL', 500]);
    expect(wire.data).toMatchObject({ op: 'backup.list', hint: expect.stringContaining('defect') });
    expect(JSON.stringify(wire)).not.toContain('.ts:');
  });

  it('takes what is no Error too', () => {
    expect(toWireError('boom', 'x').message).toBe('boom');
  });

  it.each([
    ['BAD_REQUEST', 'INVALID_INPUT'],
    ['PAYLOAD_TOO_LARGE', 'INVALID_INPUT'],
    ['NOT_FOUND', 'NOT_FOUND'],
    ['INTERNAL_SERVER_ERROR', 'INTERNAL'],
  ])("makes oRPC's own %s our %s", (theirs, ours) => {
    expect(toWireError(new ORPCError(theirs), 'x').code).toBe(ours);
  });
});

describe('clientError', () => {
  it('is the way back', () => {
    const error = new AppError('backup.get', 'NOT_FOUND', 'No backup x', { hint: 'List them.', details: { id: 'x' } });
    expect(clientError(toWireError(error, 'x')).toData()).toEqual(error.toData());
  });

  it('leaves an AppError alone', () => {
    const error = new AppError('a', 'BUSY', 'b');
    expect(clientError(error)).toBe(error);
  });

  it('makes an abort a cancellation', () => {
    expect(clientError(new DOMException('Aborted', 'AbortError')).code).toBe('CANCELLED');
  });
});
