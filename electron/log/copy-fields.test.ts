import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { copyFields, isSecretKey } from './copy-fields.ts';

const same = (text: string): string => text;
const copy = (value: unknown): unknown => copyFields(value, same);

describe('which keys hold secrets', () => {
  test.each([
    'password',
    'dbPassword',
    'PGPASSWORD',
    'pass-phrase',
    'passphrase',
    'accessToken',
    'client-secret',
    'Authorization',
    'set-cookie',
    'API_KEY',
    'apiKey',
    'credentials',
  ])('%s does', (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  test.each(['passed', 'secretary', 'tokenizer', 'key', 'author', 'compass', 'path', 'cookiesheet'])('%s does not', (key) => {
    expect(isSecretKey(key)).toBe(false);
  });
});

describe('secret values', () => {
  test('are replaced, whatever their shape and depth', () => {
    expect(copy({ a: [{ password: 'x' }], token: { inner: 1 }, secret: 7 })).toEqual({
      a: [{ password: '[redacted]' }],
      token: '[redacted]',
      secret: '[redacted]',
    });
  });

  test('what tells nothing stays: absent, yes or no, a count of tokens', () => {
    const harmless = { password: null, token: undefined, secret: false, inputTokens: 1234 };
    expect(copy(harmless)).toEqual(harmless);
  });

  test('every string is passed through the redactor, keys too', () => {
    expect(copyFields({ 'a!': 'b!', list: ['c!'] }, (text) => text.replace('!', '?'))).toEqual({ 'a?': 'b?', list: ['c?'] });
  });
});

describe('errors', () => {
  test('keep name, stack, code and their whole cause chain', () => {
    const root = Object.assign(new Error('disk gone'), { code: 'EIO', errno: -5 });
    const error = new AppError('backup.create', 'IO', 'Could not write', {
      hint: 'Try again',
      details: { path: '/x' },
      cause: new Error('middle', { cause: root }),
    });

    const copied = copy({ error }) as { error: Record<string, unknown> & { cause: { cause: unknown } } };

    expect(copied.error).toMatchObject({
      name: 'AppError',
      message: 'Could not write',
      op: 'backup.create',
      code: 'IO',
      hint: 'Try again',
      details: { path: '/x' },
    });
    expect(copied.error['stack']).toContain('copy-fields.test.ts');
    expect(copied.error.cause.cause).toMatchObject({ message: 'disk gone', code: 'EIO', errno: -5 });
  });

  test('an aggregate shows its parts', () => {
    expect(copy(new AggregateError([new Error('one'), new Error('two')], 'both'))).toMatchObject({
      errors: [{ message: 'one' }, { message: 'two' }],
    });
  });

  test('a cause that is the error itself ends', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(copy(error)).toMatchObject({ message: 'loop', cause: '[circular]' });
  });
});

describe('awkward values', () => {
  test.each([
    ['a date', new Date('2026-11-20T10:00:00Z'), '2026-11-20T10:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), 'Invalid Date'],
    ['a big integer', 12n, '12'],
    ['bytes', new Uint8Array(3), '[3 bytes]'],
    ['a map', new Map([['a', 1]]), { a: 1 }],
    ['a set', new Set([1, 2]), [1, 2]],
    ['a URL', new URL('https://a.example/b'), 'https://a.example/b'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
  ])('%s', (_name, value, expected) => {
    expect(copy(value)).toEqual(expected);
  });

  test('the same object twice is no cycle', () => {
    const shared = { a: 1 };
    expect(copy([shared, shared])).toEqual([shared, shared]);
  });

  test('a cycle ends', () => {
    const value: Record<string, unknown> = {};
    value['self'] = value;
    expect(copy(value)).toEqual({ self: '[circular]' });
  });

  test('a getter that throws costs its object, not the line', () => {
    const broken = {
      get x(): never {
        throw new Error('no');
      },
    };
    expect(copy({ a: 1, broken })).toEqual({ a: 1, broken: '[unreadable: Error: no]' });
  });

  test('depth, length and text are bounded', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(JSON.stringify(copy(deep))).toContain('[deeper]');
    expect(copy(Array.from({ length: 500 }, () => 0))).toHaveLength(101);
    expect((copy('x'.repeat(100_000)) as string).length).toBeLessThan(17_000);
  });
});
