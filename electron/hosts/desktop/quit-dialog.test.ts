import { describe, expect, it } from 'vitest';
import { answerOf } from './dialog.ts';
import { quitDialog } from './quit-dialog.ts';
import { sampleJob } from './sample-job.fixture.ts';

const running = sampleJob({
  state: 'running',
  finishedAt: null,
  progress: { phase: 'compressing', done: 1, total: 9, unit: 'files', item: null },
});
const queued = sampleJob({ state: 'queued', startedAt: null, finishedAt: null, title: 'Verify 3 backups' });

describe('quitDialog', () => {
  it('asks nothing when no job would be cut short', () => {
    expect(quitDialog([])).toBeNull();
    expect(quitDialog((['succeeded', 'failed', 'cancelled', 'interrupted'] as const).map((state) => sampleJob({ state })))).toBeNull();
  });

  it('names the running job and what it is at', () => {
    const box = quitDialog([running, sampleJob()]);
    expect(box).toMatchObject({ message: '1 job is still running.', title: 'Quit Cofferdam?' });
    expect(box?.detail).toContain('• Full backup: compressing');
  });

  it('counts waiting jobs too', () => {
    const box = quitDialog([running, queued]);
    expect(box?.message).toBe('2 jobs are still running.');
    expect(box?.detail).toContain('• Verify 3 backups: waiting');
  });

  it('shows five and counts the rest', () => {
    expect(quitDialog(Array.from({ length: 8 }, () => running))?.detail).toContain('and 3 more');
  });

  it('stays on Enter and on Escape', () => {
    const box = quitDialog([running], 'restart');
    if (!box) throw new Error('a dialog was expected');
    expect(answerOf(box, box.defaultId)).toBe('stay');
    expect(answerOf(box, box.cancelId)).toBe('stay');
    expect(box.buttons[box.answers.indexOf('stop')]).toBe('Cancel jobs and restart');
  });
});
