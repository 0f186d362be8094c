import type { JobProgress } from '#shared/contract/job.ts';
import { amountText } from '../lib/job-words.ts';
import { fractionOf } from '#shared/rate.ts';
import { classes } from './classes.ts';

/** A bar named after its job; it sweeps while the total is not known. */
export function ProgressBar({ label, progress, className }: { label: string; progress: JobProgress; className?: string }) {
  const fraction = fractionOf(progress);
  const value = fraction === null ? {} : { 'aria-valuenow': Math.min(99, Math.floor(fraction * 100)) };
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={`${progress.phase}, ${amountText(progress)}`}
      {...value}
      className={classes('h-1 overflow-hidden rounded-full bg-active', className)}
    >
      {fraction === null ? (
        <div className="sweep h-full rounded-full bg-accent-text" />
      ) : (
        // A new phase starts over at once: a bar that runs backwards looks like a fault.
        <div
          key={progress.phase}
          className="h-full origin-left rounded-full bg-accent-text transition-transform"
          style={{ transform: `scaleX(${fraction})` }}
        />
      )}
    </div>
  );
}
