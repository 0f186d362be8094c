/** A worker script for tests: does what `input.do` says. Not a `*.worker.ts`, so that it is not built. */
import { writeFileSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { serveTask } from '../serve-task.ts';

export type TestTask =
  | { do: 'echo'; value: unknown }
  | { do: 'fail'; as: 'app-error' | 'errno' | 'text' | 'function' }
  | { do: 'exit'; code: number }
  | { do: 'throw-later' }
  | { do: 'report'; count: number; phases: string[] }
  /** Loops without a pause until it is cancelled, then notes that it cleaned up. */
  | { do: 'spin'; cleaned: string }
  /** Waits until it is cancelled, by its signal. */
  | { do: 'wait'; cleaned: string };

serveTask<TestTask>(async (task, { check, report, signal }) => {
  switch (task.do) {
    case 'echo':
      return task.value;
    case 'fail':
      throw failure(task.as);
    case 'exit':
      return process.exit(task.code);
    case 'throw-later':
      setImmediate(() => {
        throw new Error('nobody waits for this');
      });
      return new Promise(() => undefined);
    case 'report':
      for (let done = 0; done < task.count; done += 1) report({ phase: task.phases[done % task.phases.length] ?? '', done });
      return task.count;
    case 'spin':
      report({ phase: 'Spinning' });
      try {
        for (;;) check();
      } finally {
        writeFileSync(task.cleaned, 'yes');
      }
    case 'wait':
      report({ phase: 'Waiting' });
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      writeFileSync(task.cleaned, 'yes');
      throw new Error('whatever a cancelled task throws');
  }
});

function failure(as: 'app-error' | 'errno' | 'text' | 'function'): unknown {
  switch (as) {
    case 'app-error':
      return new AppError('test.fail', 'NO_SPACE', 'The disk is full', { hint: 'Free some.', details: { needed: 7 } });
    case 'errno':
      return Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
    case 'text':
      return 'just text';
    case 'function':
      return () => undefined;
  }
}
