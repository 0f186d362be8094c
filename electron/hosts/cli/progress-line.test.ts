import { describe, expect, it } from 'vitest';
import type { JobProgress } from '#shared/contract/job.ts';
import { createProgressLine, renderProgress } from './progress-line.ts';
import { sampleJob } from './sample-job.fixture.ts';

const MiB = 1024 * 1024;
const running = (progress: Partial<JobProgress>) => sampleJob({ progress: { ...sampleJob().progress, ...progress } });
const unknown = { rate: null, etaMs: null };

describe('renderProgress', () => {
  it('shows phase, bar, amount, rate, time left and item', () => {
    const job = running({ done: 350 * MiB, total: 700 * MiB, item: 'data/cofferdam.db' });
    expect(renderProgress(job, { rate: 62 * MiB, etaMs: 5_600 }, 200)).toBe(
      'Reading files  [############------------] 50 %  350 MiB of 700 MiB  62.0 MiB/s  6 s left  data/cofferdam.db',
    );
  });

  it.each<[string, Partial<JobProgress>, string]>([
    ['nothing is known yet', {}, 'Reading files'],
    ['the total is not known', { done: 1200, unit: 'files' }, 'Reading files  1,200 files'],
    [
      'steps have no rate worth telling',
      { done: 1, total: 4, unit: 'steps' },
      'Reading files  [######------------------] 25 %  1 of 4 steps',
    ],
  ])('says what it can where %s', (_, progress, text) => {
    expect(renderProgress(running(progress), progress.unit === 'steps' ? { rate: 1, etaMs: null } : unknown, 200)).toBe(text);
  });

  it('says what a queued job waits for', () => {
    expect(renderProgress(sampleJob({ state: 'queued' }), unknown, 80)).toBe('Waiting for backups …');
  });

  it('stays on one line of the terminal', () => {
    const line = renderProgress(running({ item: 'x'.repeat(300) }), unknown, 40);
    expect(line).toHaveLength(39);
    expect(line.endsWith('…')).toBe(true);
  });

  it('lets no file name command the terminal', () => {
    expect(renderProgress(running({ item: 'a\u001b]0;owned\u0007\nb' }), unknown, 80)).toBe('Reading files  a?]0;owned??b');
  });
});

describe('createProgressLine', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, isTTY, columns: 80, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream & {
      written: string[];
    };
  };

  it('rewrites one line and leaves none behind', () => {
    const terminal = stream(true);
    const line = createProgressLine(terminal, { silent: false });
    line.show(running({ done: 1, total: 2, unit: 'files' }), 0);
    line.clear();
    expect(terminal.written).toEqual([expect.stringMatching(/^\r\u001b\[2KReading files {2}\[/), '\r\u001b[2K']);
  });

  it('is silent where nobody reads along', () => {
    const pipe = stream(false);
    const line = createProgressLine(pipe, { silent: false });
    line.show(running({}), 0);
    line.say('Cancelling');
    line.clear();
    expect(pipe.written).toEqual([]);
  });
});
