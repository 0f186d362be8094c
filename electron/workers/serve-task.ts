import { parentPort, workerData } from 'node:worker_threads';
import type { JobProgress } from '#shared/contract/job.ts';
import { AppError, toErrorData } from '#shared/errors.ts';
import type { TaskMessage, TaskStart } from './run-task.ts';

export interface TaskContext {
  /** Aborts on cancel, for what is awaited. */
  signal: AbortSignal;
  /** @throws CANCELLED. For loops that do not await. */
  check(): void;
  /** At most ten a second leave the thread; a change of phase always does. */
  report(progress: Partial<JobProgress>): void;
}

const reportEveryMs = 100;

/** The body of a `*.worker.ts` file: one task, one answer. */
export function serveTask<Input>(task: (input: Input, context: TaskContext) => Promise<unknown>): void {
  const port = parentPort;
  if (!port) throw new Error('serveTask belongs in a worker thread');
  const { input, cancelled } = workerData as TaskStart;
  const flag = new Int32Array(cancelled);
  const controller = new AbortController();
  const send = (message: TaskMessage): void => port.postMessage(message);
  port.once('message', () => controller.abort());

  let lastReport = 0;
  let phase: string | undefined;
  const context: TaskContext = {
    signal: controller.signal,
    check() {
      if (Atomics.load(flag, 0) !== 0) throw new AppError('task', 'CANCELLED', 'Cancelled');
    },
    report(progress) {
      const now = performance.now();
      const newPhase = progress.phase !== undefined && progress.phase !== phase;
      if (!newPhase && now - lastReport < reportEveryMs) return;
      lastReport = now;
      phase = progress.phase ?? phase;
      send({ type: 'progress', progress });
    },
  };
  task(input as Input, context).then(
    (result) => send({ type: 'result', result }),
    (error: unknown) => {
      const cancelledByUs = controller.signal.aborted;
      const data = cancelledByUs ? ({ code: 'CANCELLED', message: 'Cancelled' } as const) : toErrorData(error, 'task');
      send({ type: 'error', error: data, stack: error instanceof Error ? error.stack : undefined });
    },
  );
}
