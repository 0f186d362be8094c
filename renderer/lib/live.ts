import { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Topic } from '#shared/contract/app.ts';
import { client, connection, orpc } from './client.ts';
import { ConnectionLost } from './connection.ts';
import { JobFeed, type LiveJob } from './job-feed.ts';
import { showJobFinished } from './toasts.ts';
import { keysOf } from './topics.ts';

/** What is fetched stays good until an event says otherwise; nothing polls. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: (count, error) => error instanceof ConnectionLost && count < 3,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export const jobFeed = new JobFeed();

export const useJobs = (): readonly LiveJob[] => useSyncExternalStore(jobFeed.subscribe, jobFeed.snapshot, jobFeed.snapshot);
export const useJob = (id: string | null): LiveJob | undefined => {
  const read = (): LiveJob | undefined => (id === null ? undefined : jobFeed.get(id));
  return useSyncExternalStore(jobFeed.subscribe, read, read);
};

/** Follows events and jobs for as long as the page lives, over every reconnection. */
export function followServer(): () => void {
  const stop = new AbortController();
  const unsubscribe = jobFeed.onFinished(showJobFinished);
  void keepFollowing(stop.signal, followTopics);
  void keepFollowing(stop.signal, followJobs);
  return () => {
    unsubscribe();
    stop.abort();
  };
}

async function followTopics(signal: AbortSignal): Promise<void> {
  const events = await client.app.events(undefined, { signal });
  await refreshAll();
  const invalidate = coalesced();
  for await (const { topic } of events) invalidate(topic);
}

async function followJobs(signal: AbortSignal): Promise<void> {
  const updates = await client.job.watchAll(undefined, { signal });
  // The stream tells about those that move; the list brings those that ended before.
  const { jobs } = await client.job.list({ limit: 200 }, { signal });
  jobFeed.seed(jobs, performance.now());
  for await (const job of updates) jobFeed.apply(job, performance.now());
}

/** After a connection was away anything may have changed, the program itself included. */
async function refreshAll(): Promise<void> {
  const known = queryClient.getQueryData(orpc.app.info.queryKey());
  await queryClient.invalidateQueries();
  const info = await queryClient.ensureQueryData(orpc.app.info.queryOptions());
  if (known && known.version !== info.version) globalThis.location.reload();
}

async function keepFollowing(signal: AbortSignal, follow: (signal: AbortSignal) => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    // A stream that ends or breaks is taken up again: what broke it is shown by the connection's own state.
    await follow(signal).catch(() => undefined);
    await nextAttempt(signal);
  }
}

/** At once after a reconnection, else in a second. */
function nextAttempt(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, 1_000);
  const unsubscribe = connection.subscribe(() => connection.state().phase === 'open' && resolve());
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

/** A burst of topics asks once. */
function coalesced(): (topic: Topic) => void {
  const waiting = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (topic) => {
    waiting.add(topic);
    timer ??= setTimeout(() => {
      timer = undefined;
      const topics = [...waiting];
      waiting.clear();
      for (const queryKey of topics.flatMap(keysOf)) void queryClient.invalidateQueries({ queryKey });
    }, 120);
  };
}
