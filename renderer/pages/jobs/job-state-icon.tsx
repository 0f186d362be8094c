import { Ban, Clock, LoaderCircle } from 'lucide-react';
import type { Job } from '#shared/contract/job.ts';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { outcomeOf } from '../../lib/job-words.ts';

export function JobStateIcon({ job, size = 14 }: { job: Job; size?: number }) {
  const { label, tone } = outcomeOf(job);
  const named = { size, role: 'img', 'aria-label': label };
  switch (job.state) {
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
