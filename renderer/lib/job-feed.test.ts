import { describe, expect, test, vi } from 'vitest';
import { JobFeed } from './job-feed.ts';
import { aJob } from './sample-data.fixture.ts';

const ids = (feed: JobFeed): string[] => feed.snapshot().map(({ job }) => job.id);

describe('the feed of jobs', () => {
  test('keeps them newest first, whatever order they come in', () => {
    const feed = new JobFeed();
    feed.apply(aJob({ id: 'B', createdAt: '2026-11-20T12:00:01.000Z' }), 0);
    feed.apply(aJob({ id: 'A', createdAt: '2026-11-20T12:00:00.000Z' }), 0);
    feed.apply(aJob({ id: 'C', createdAt: '2026-11-20T12:00:01.000Z' }), 0);
    expect(ids(feed)).toEqual(['C', 'B', 'A']);
  });

  test('gives the same snapshot until something changes', () => {
    const feed = new JobFeed();
    feed.apply(aJob(), 0);
    const before = feed.snapshot();
    expect(feed.snapshot()).toBe(before);
    feed.apply(aJob({ title: 'Other' }), 1);
    expect(feed.snapshot()).not.toBe(before);
  });

  test('tells once when a job ends under our eyes', () => {
    const feed = new JobFeed();
    const finished = vi.fn();
    feed.onFinished(finished);
    feed.apply(aJob(), 0);
    feed.apply(aJob({ state: 'succeeded' }), 1);
    feed.apply(aJob({ state: 'succeeded' }), 2);
    expect(finished).toHaveBeenCalledOnce();
  });

  test('says nothing of a job that had ended before', () => {
    const feed = new JobFeed();
    const finished = vi.fn();
    feed.onFinished(finished);
    feed.seed([aJob({ state: 'failed' })], 0);
    expect(finished).not.toHaveBeenCalled();
  });

  test('does not let a list that comes late wake an ended job', () => {
    const feed = new JobFeed();
    feed.apply(aJob({ state: 'succeeded' }), 0);
    feed.apply(aJob({ state: 'running' }), 1);
    expect(feed.get(aJob().id)?.job.state).toBe('succeeded');
  });

  test('drops what a fresh list no longer has', () => {
    const feed = new JobFeed();
    feed.apply(aJob({ id: 'GONE', state: 'succeeded' }), 0);
    feed.seed([aJob({ id: 'HERE', state: 'succeeded' })], 1);
    expect(ids(feed)).toEqual(['HERE']);
  });

  test('gathers samples while it runs and drops them after', () => {
    const feed = new JobFeed();
    feed.apply(aJob(), 0);
    feed.apply(aJob({ progress: { phase: 'Reading', done: 50, total: 100, unit: 'bytes', item: null } }), 1000);
    expect(feed.get(aJob().id)?.samples).toHaveLength(2);
    feed.apply(aJob({ state: 'cancelled' }), 2000);
    expect(feed.get(aJob().id)?.samples).toEqual([]);
  });

  test('stops telling a listener that has gone', () => {
    const feed = new JobFeed();
    const listener = vi.fn();
    feed.subscribe(listener)();
    feed.apply(aJob(), 0);
    expect(listener).not.toHaveBeenCalled();
  });

  test('holds no more than it can show', () => {
    const feed = new JobFeed();
    feed.seed(
      Array.from({ length: 620 }, (_, index) => aJob({ id: `J${String(index).padStart(4, '0')}`, state: 'succeeded' })),
      0,
    );
    expect(feed.snapshot()).toHaveLength(500);
    expect(feed.get('J0619')).toBeDefined();
    expect(feed.get('J0000')).toBeUndefined();
  });
});
