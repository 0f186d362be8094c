import type { JobProgress } from '#shared/contract/job.ts';
import type { Output } from '../output.ts';
import { createProgressLine } from '../progress-line.ts';

/** Shows what a start takes its time for: a line that moves on a terminal, elsewhere one sentence. */
export function startProgress(output: Output): { show: (progress: Partial<JobProgress>) => void; clear: () => void } {
  const line = createProgressLine(process.stderr, { silent: output.json });
  let progress: JobProgress | undefined;
  return {
    show(changes) {
      if (!progress)
        output.note(
          changes.phase?.startsWith('Repairing') ? 'Repairing a damaged database first …' : 'Taking a safety copy of today’s state first …',
        );
      progress = { phase: '', done: 0, total: null, unit: 'bytes', item: null, ...progress, ...changes };
      line.show({ state: 'running', resource: null, progress }, performance.now());
    },
    clear: line.clear,
  };
}
