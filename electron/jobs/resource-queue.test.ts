import { expect, test } from 'vitest';
import { ResourceQueue } from './resource-queue.ts';

const never = new AbortController().signal;

test('one after the other, in the order of joining', async () => {
  const queue = new ResourceQueue();
  const turns = [1, 2, 3].map(() => queue.join('backups'));
  const order: number[] = [];
  const done = turns.map(async (turn, at) => {
    await turn.ready(never);
    order.push(at);
    await Promise.resolve();
    order.push(at);
    turn.leave();
  });
  await Promise.all(done);
  expect(order).toEqual([0, 0, 1, 1, 2, 2]);
});

test('says who is first', () => {
  const queue = new ResourceQueue();
  const [first, second] = [queue.join('a'), queue.join('a')];
  expect([first.isFirst, second.isFirst]).toEqual([true, false]);
  first.leave();
  expect(second.isFirst).toBe(true);
});

test('different resources, and none, do not wait for each other', async () => {
  const queue = new ResourceQueue();
  queue.join('a');
  await queue.join('b').ready(never);
  await queue.join(null).ready(never);
  await queue.join(null).ready(never);
});

test('who gives up while waiting is not waited for', async () => {
  const queue = new ResourceQueue();
  const [first, second, third] = [queue.join('a'), queue.join('a'), queue.join('a')];
  const abort = new AbortController();
  const waiting = second.ready(abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  second.leave();

  first.leave();
  await third.ready(never);
});

test('who has given up before waiting gets no turn', async () => {
  const queue = new ResourceQueue();
  await expect(queue.join('a').ready(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  await expect(queue.join(null).ready(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});

test('leaving twice takes nobody else out', async () => {
  const queue = new ResourceQueue();
  const [first, second, third] = [queue.join('a'), queue.join('a'), queue.join('a')];
  first.leave();
  first.leave();
  await second.ready(never);
  expect(third.isFirst).toBe(false);
});

test('a resource everybody has left is free again', () => {
  const queue = new ResourceQueue();
  queue.join('a').leave();
  expect(queue.join('a').isFirst).toBe(true);
});
