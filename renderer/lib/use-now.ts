import { useSyncExternalStore } from 'react';
import { createStore } from './store.ts';

const STEP_MS = 15_000;
const LAG_MS = 60_000;
const clock = createStore(new Date());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, renewed every 15 seconds for as long as anybody shows it. */
export const useNow = (): Date => useSyncExternalStore(watch, clock.get, clock.get);

function watch(listener: () => void): () => void {
  const unsubscribe = clock.subscribe(listener);
  watchers += 1;
  timer ??= setInterval(() => clock.set(new Date()), STEP_MS);
  return () => {
    unsubscribe();
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The shared clock moves in steps, so something from just now may lie ahead of it. */
export function notBefore(now: Date, at: string): Date {
  const ahead = Date.parse(at) - now.getTime();
  return ahead > 0 && ahead < LAG_MS ? new Date(at) : now;
}
