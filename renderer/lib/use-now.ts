import { useSyncExternalStore } from 'react';
import { createStore } from './store.ts';

const STEP_MS = 15_000;
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
