import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobProgress } from '#shared/contract/job.ts';
import { AppError, toErrorData } from '#shared/errors.ts';
import { runTask, type TaskOptions } from './run-task.ts';
import type { TestTask } from './testing/tasks.child.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-task-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (task: TestTask, options: TaskOptions = {}): Promise<unknown> =>
  runTask(new URL('./testing/tasks.child.ts', import.meta.url), task, options);

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return expect.fail('it should have failed');
}

describe('a task', () => {
  it('answers with what it returned, large and odd things too', async () => {
    const value = { text: 'ü', list: [1, null], bytes: new Uint8Array(3_000_000).fill(7), nothing: undefined, when: new Date(0) };
    expect(await run({ do: 'echo', value })).toEqual(value);
  });

  it('fails as the same AppError, with its hint and details', async () => {
    const error = await errorOf(run({ do: 'fail', as: 'app-error' }));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      op: 'test.fail',
      code: 'NO_SPACE',
      message: 'The disk is full',
      hint: 'Free some.',
      details: { needed: 7 },
    });
  });

  it('keeps the stack for our log and out of the data', async () => {
    const error = await errorOf(run({ do: 'fail', as: 'app-error' }));
    expect((error as Error).cause).toMatchObject({ stack: expect.stringContaining('tasks.child.ts') });
    expect(JSON.stringify(toErrorData(error))).not.toContain('tasks.child');
  });

  it.each(['errno', 'text', 'function'] as const)('that throws %s fails as a defect of ours', async (as) => {
    expect(await errorOf(run({ do: 'fail', as }))).toMatchObject({ code: 'INTERNAL' });
  });

  it.each([0, 3])('that ends its thread with code %d fails and says so', async (code) => {
    expect(await errorOf(run({ do: 'exit', code }))).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining(`code ${code}`) });
  });

  it('that throws where nobody waits fails with that', async () => {
    expect(await errorOf(run({ do: 'throw-later' }))).toMatchObject({ message: 'nobody waits for this' });
  });

  it('that is no script fails', async () => {
    await expect(runTask(new URL('./testing/none.child.ts', import.meta.url), {})).rejects.toThrow(/Cannot find module/);
  });
});

describe('reports', () => {
  const reportsOf = async (count: number, phases: string[]): Promise<Partial<JobProgress>[]> => {
    const reports: Partial<JobProgress>[] = [];
    await run({ do: 'report', count, phases }, { report: (progress) => reports.push(progress) });
    return reports;
  };

  it('are few, however many a task makes', async () => {
    const reports = await reportsOf(200_000, ['One']);
    expect(reports[0]).toEqual({ phase: 'One', done: 0 });
    expect(reports.length).toBeLessThan(40);
  });

  it('always tell of a new phase', async () => {
    expect(await reportsOf(6, ['One', 'Two'])).toHaveLength(6);
  });
});

describe('cancelling', () => {
  it.each(['spin', 'wait'] as const)('stops a task that does nothing but %s, and lets it clean up', async (how) => {
    const cleaned = join(folder, 'cleaned');
    const controller = new AbortController();
    const error = await errorOf(run({ do: how, cleaned }, { signal: controller.signal, report: () => controller.abort() }));
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(cleaned)).toBe(true);
  });

  it('before the start starts nothing', async () => {
    const cleaned = join(folder, 'cleaned');
    expect(await errorOf(run({ do: 'wait', cleaned }, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(cleaned)).toBe(false);
  });

  it('leaves no listener on a signal that outlives the task', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const counting = new Proxy(signal, {
      get(target, key) {
        if (key === 'addEventListener') listeners += 1;
        if (key === 'removeEventListener') listeners -= 1;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await run({ do: 'echo', value: 1 }, { signal: counting });
    await errorOf(run({ do: 'fail', as: 'text' }, { signal: counting }));
    expect(listeners).toBe(0);
  });
});
