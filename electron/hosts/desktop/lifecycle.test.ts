import { describe, expect, it } from 'vitest';
import type { Job } from '#shared/contract/job.ts';
import { AppError } from '#shared/errors.ts';
import { Lifecycle } from './lifecycle.ts';
import type { QuitAnswer } from './quit-dialog.ts';
import { sampleJob } from './sample-job.fixture.ts';

const running = sampleJob({ state: 'running', finishedAt: null });

/** Electron's part and the core's, writing down what was asked of them. */
function desktop({
  jobs = [],
  answer = 'stay',
  close = () => Promise.resolve(),
}: {
  jobs?: Job[];
  answer?: QuitAnswer;
  close?: () => Promise<void>;
}) {
  const did: string[] = [];
  const lifecycle = new Lifecycle({
    ask: (box) => {
      did.push(`ask: ${box.title}`);
      return Promise.resolve(answer);
    },
    tell: (error) => {
      did.push(`tell: ${error.message}`);
      return Promise.resolve();
    },
    relaunch: () => did.push('relaunch'),
    exit: (code) => did.push(`exit ${code}`),
  });
  lifecycle.core = {
    runningJobs: () => jobs,
    close: () => {
      did.push('close');
      return close();
    },
  };
  return { lifecycle, did };
}

describe('Lifecycle', () => {
  it('closes the core before it exits, and asks nothing when nothing runs', async () => {
    const { lifecycle, did } = desktop({});
    await lifecycle.leave('quit');
    expect(did).toEqual(['close', 'exit 0']);
    expect(lifecycle.leaving).toBe(true);
  });

  it('starts again only after everything is closed', async () => {
    const { lifecycle, did } = desktop({});
    await lifecycle.leave('restart');
    expect(did).toEqual(['close', 'relaunch', 'exit 0']);
  });

  it('stays when the user keeps the jobs running', async () => {
    const { lifecycle, did } = desktop({ jobs: [running], answer: 'stay' });
    await lifecycle.leave('quit');
    expect(did).toEqual(['ask: Quit Cofferdam?']);
    expect(lifecycle.leaving).toBe(false);
  });

  it('asks again at the next attempt', async () => {
    const { lifecycle, did } = desktop({ jobs: [running], answer: 'stay' });
    await lifecycle.leave('quit');
    await lifecycle.leave('restart');
    expect(did).toEqual(['ask: Quit Cofferdam?', 'ask: Restart Cofferdam?']);
  });

  it('leaves when the user gives the jobs up', async () => {
    const { lifecycle, did } = desktop({ jobs: [running], answer: 'stop' });
    await lifecycle.leave('quit');
    expect(did).toEqual(['ask: Quit Cofferdam?', 'close', 'exit 0']);
  });

  it('asks nothing when forced, as by the end of the session', async () => {
    const { lifecycle, did } = desktop({ jobs: [running] });
    await lifecycle.leave('quit', { force: true });
    expect(did).toEqual(['close', 'exit 0']);
  });

  it('asks and closes once, however often it is told to leave', async () => {
    const { lifecycle, did } = desktop({ jobs: [running], answer: 'stop' });
    await Promise.all([lifecycle.leave('quit'), lifecycle.leave('quit'), lifecycle.leave('quit', { force: true })]);
    expect(did.filter((step) => step.startsWith('ask'))).toHaveLength(1);
    expect(did.filter((step) => step === 'close')).toHaveLength(1);
    expect(did.filter((step) => step === 'exit 0')).toHaveLength(1);
  });

  it('says why the core did not close, and exits with its code', async () => {
    const { lifecycle, did } = desktop({ close: () => Promise.reject(new AppError('store.close', 'NO_SPACE', 'The disk is full')) });
    await lifecycle.leave('quit');
    expect(did).toEqual(['close', 'tell: The disk is full', 'exit 2']);
  });

  it('leaves at once while there is no core yet', async () => {
    const did: number[] = [];
    const lifecycle = new Lifecycle({
      ask: () => Promise.reject(new Error('nothing to ask')),
      tell: () => Promise.reject(new Error('nothing to tell')),
      relaunch: () => undefined,
      exit: (code) => did.push(code),
    });
    await lifecycle.leave('quit');
    expect(did).toEqual([0]);
  });
});
