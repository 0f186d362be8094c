import type { ReactNode } from 'react';
import type { Tone } from '../lib/standing.ts';
import { classes } from './classes.ts';

const soft: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  warning: 'bg-warning-soft text-warning',
  error: 'bg-error-soft text-error',
  neutral: 'bg-active text-muted',
};

export const toneText: Record<Tone, string> = { ok: 'text-ok', warning: 'text-warning', error: 'text-error', neutral: 'text-faint' };

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes('inline-flex h-4.5 items-center gap-1 rounded-sm px-1.5 text-xs whitespace-nowrap', soft[tone])}>
      {children}
    </span>
  );
}
