import { expect, test } from 'vitest';
import { createRedactor } from './redactor.ts';

test('a registered secret is gone from text and from values, in each spelling', () => {
  const redactor = createRedactor();
  redactor.add('p&ss word');

  expect(redactor.text('got p&ss word and p%26ss%20word')).toBe('got [redacted] and [redacted]');
  expect(redactor.value({ list: ['p&ss word'], error: new Error('with p&ss word') })).toMatchObject({
    list: ['[redacted]'],
    error: { message: 'with [redacted]' },
  });
});

test('the stack, which repeats the message, is redacted too', () => {
  const redactor = createRedactor();
  redactor.add('hunter2');
  expect(JSON.stringify(redactor.value(new Error('hunter2 is wrong', { cause: new Error('hunter2') })))).not.toContain('hunter2');
});

test('secrets of one call need no registration', () => {
  expect(createRedactor().text('login hunter2', ['hunter2'])).toBe('login [redacted]');
});

test('is forgotten when the last holder lets go', () => {
  const redactor = createRedactor();
  const first = redactor.add('hunter2');
  const second = redactor.add('hunter2');

  first();
  first();
  expect(redactor.text('hunter2')).toBe('[redacted]');

  second();
  expect(redactor.text('hunter2')).toBe('hunter2');
});

test('an empty secret is ignored', () => {
  const redactor = createRedactor();
  redactor.add('');
  expect(redactor.text('as it was')).toBe('as it was');
});
