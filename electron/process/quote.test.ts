import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteArgument, quoteCommand } from './quote.ts';

test.each([
  ['plain', 'plain'],
  ['/a/b-c_1.0', '/a/b-c_1.0'],
  ['key=a,b:c', 'key=a,b:c'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$HOME;rm -rf *', "'$HOME;rm -rf *'"],
  ['~', "'~'"],
  ['line\nbreak', "'line\nbreak'"],
])('%s', (argument, quoted) => {
  expect(quoteArgument(argument)).toBe(quoted);
});

test('a command is its quoted parts', () => {
  expect(quoteCommand('/opt/my tool', ['-x', 'a b'])).toBe("'/opt/my tool' -x 'a b'");
});

test('a real shell reads back exactly the arguments that were quoted', () => {
  const argument = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 5 }), (args) => {
      const output = execFileSync('/bin/sh', ['-c', quoteCommand('printf', ['%s\\0', ...args, 'end'])], { encoding: 'utf8' });
      expect(output.split('\0').slice(0, -1)).toEqual([...args, 'end']);
    }),
    { numRuns: 50 },
  );
});
