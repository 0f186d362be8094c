import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tail } from './tail.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('keeps all of what fits', () => {
  const tail = new Tail(10);
  tail.add(bytes('01234'));
  tail.add(bytes('56789'));
  expect(tail.text()).toBe('0123456789');
});

test('keeps the end of what does not, and shows that something is missing', () => {
  const tail = new Tail(4);
  tail.add(bytes('abcdef'));
  tail.add(bytes('gh'));
  expect(tail.text()).toBe('…efgh');
});

test('a character cut in two is left out', () => {
  const tail = new Tail(4);
  tail.add(bytes('xx€yy')); // the cut goes through the three bytes of €
  expect(tail.text()).toBe('…yy');
});

test('whatever the chunks, it is the end of their sum', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{0,9}$/)), fc.integer({ min: 1, max: 20 }), (chunks, limit) => {
      const tail = new Tail(limit);
      for (const chunk of chunks) tail.add(bytes(chunk));
      const all = chunks.join('');
      expect(tail.text()).toBe(all.length > limit ? `…${all.slice(-limit)}` : all);
    }),
  );
});

test("does not hold on to the caller's buffer", () => {
  const chunk = bytes('before');
  const tail = new Tail(10);
  tail.add(chunk);
  chunk.fill(0x78);
  expect(tail.text()).toBe('before');
});
