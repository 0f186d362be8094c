import type { Home } from '../boot/home.ts';
import { runTask, type TaskOptions } from '../workers/index.ts';
import type { DatabaseHealth } from './health.ts';

/** Checks each of the home's databases, on another thread. A damaged one is a finding, not an error. */
export const checkHealth = (home: Home, options: TaskOptions = {}): Promise<DatabaseHealth[]> =>
  runTask(new URL('./health.worker.ts', import.meta.url), home.area('data'), options);
