import { Worker } from 'node:worker_threads';
import type { JobProgress } from '#shared/contract/job.ts';
import { AppError, type ErrorData } from '#shared/errors.ts';

export interface TaskOptions {
  signal?: AbortSignal | undefined;
  report?: ((progress: Partial<JobProgress>) => void) | undefined;
}

export type TaskMessage =
  | { type: 'progress'; progress: Partial<JobProgress> }
  | { type: 'result'; result: unknown }
  /** The stack is for our own log; it becomes the error's cause and never part of its data. */
  | { type: 'error'; error: ErrorData; stack?: string | undefined };

export interface TaskStart {
  input: unknown;
  /** One Int32: not 0 means cancelled. Shared, so that a loop that never yields can see it. */
  cancelled: SharedArrayBuffer;
}

/** Content passes through as short-lived buffers. A small nursery is emptied often, so that they are freed while they are few. */
const youngMb = 4;

/** How long a cancelled task may take to clean up before its thread is ended. */
const cleanUpMs = 10_000;

/**
 * Runs a `*.worker.ts` file on a thread of its own and answers with what it returned.
 * On abort the task is told, cleans up, and CANCELLED is thrown; what it throws arrives as the same AppError.
 */
export async function runTask<Output>(script: URL, input: unknown, options: TaskOptions = {}): Promise<Output> {
  const { signal, report } = options;
  if (signal?.aborted) throw new AppError('task', 'CANCELLED', 'Cancelled');
  const cancelled = new SharedArrayBuffer(4);
  const start: TaskStart = { input, cancelled };
  const worker = new Worker(script, { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
  const { promise, resolve, reject } = Promise.withResolvers<Output>();
  let deadline: NodeJS.Timeout | undefined;

  const cancel = (): void => {
    Atomics.store(new Int32Array(cancelled), 0, 1);
    worker.postMessage('cancel');
    deadline = setTimeout(() => void worker.terminate(), cleanUpMs);
  };
  worker.on('message', (message: TaskMessage) => {
    if (message.type === 'progress') report?.(message.progress);
    else if (message.type === 'result') resolve(message.result as Output);
    else reject(fromThread(message.error, message.stack));
  });
  worker.on('error', reject);
  worker.on('exit', (code) => {
    reject(
      signal?.aborted
        ? new AppError('task', 'CANCELLED', 'Cancelled')
        : new AppError('task', 'INTERNAL', `A worker thread ended early with code ${code}`),
    );
  });
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}

function fromThread({ op = 'task', code, message, hint, details }: ErrorData, stack: string | undefined): AppError {
  const cause = stack === undefined ? undefined : Object.assign(new Error(message), { stack });
  return new AppError(op, code, message, { hint, details, cause });
}
