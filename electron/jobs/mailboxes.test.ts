import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/contract/job.ts';
import { Mailboxes } from './mailboxes.ts';

const job = (id: string, title = ''): Job => ({ id, title }) as Job;

test('gives what comes in, once', async () => {
  const mailboxes = new Mailboxes();
  using mailbox = mailboxes.open('a');
  mailboxes.deliver(job('a', '1'));
  expect(await mailbox.take()).toEqual([job('a', '1')]);

  const next = mailbox.take();
  mailboxes.deliver(job('a', '2'));
  expect(await next).toEqual([job('a', '2')]);
});

test('a slow reader gets the newest of each job, in the order of the last changes', async () => {
  const mailboxes = new Mailboxes();
  using mailbox = mailboxes.open(null);
  for (const [id, title] of [
    ['a', '1'],
    ['b', '1'],
    ['a', '2'],
  ] as const)
    mailboxes.deliver(job(id, title));
  expect(await mailbox.take()).toEqual([job('b', '1'), job('a', '2')]);
});

test('one that is for one job gets no other', async () => {
  const mailboxes = new Mailboxes();
  using mailbox = mailboxes.open('a');
  mailboxes.deliver(job('b'));
  mailboxes.deliver(job('a'));
  expect(await mailbox.take()).toEqual([job('a')]);
});

test('each mailbox gets its own', async () => {
  const mailboxes = new Mailboxes();
  using one = mailboxes.open(null);
  using two = mailboxes.open('a');
  mailboxes.deliver(job('a'));
  expect(await one.take()).toEqual(await two.take());
});

describe('ending', () => {
  test('an abort wakes the reader, who gets nothing', async () => {
    using mailbox = new Mailboxes().open('a');
    const abort = new AbortController();
    const waiting = mailbox.take(abort.signal);
    abort.abort();
    expect(await waiting).toEqual([]);
    expect(await mailbox.take(abort.signal)).toEqual([]);
  });

  test('a disposed mailbox gets nothing more and is forgotten', () => {
    const mailboxes = new Mailboxes();
    {
      using mailbox = mailboxes.open('a');
      expect(mailbox).toBeDefined();
      expect(mailboxes.size).toBe(1);
    }
    expect(mailboxes.size).toBe(0);
  });
});
