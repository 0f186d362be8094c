import { Ban, Clock, LoaderCircle } from 'lucide-react';
import type { JobState } from '#shared/contract/job.ts';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { stateWords } from '../../lib/job-words.ts';

export function JobStateIcon({ state, size = 14 }: { state: JobState; size?: number }) {
  const { label, tone } = stateWords[state];
  const named = { size, role: 'img', 'aria-label': label };
  switch (state) {
    case 'running':
      return <LoaderCircle {...named} className="shrink-0 animate-spin text-accent-text" />;
    case 'queued':
      return <Clock {...named} className="shrink-0 text-faint" />;
    case 'cancelled':
      return <Ban {...named} className="shrink-0 text-faint" />;
    default:
      return <ToneIcon tone={tone} label={label} size={size} />;
  }
}
