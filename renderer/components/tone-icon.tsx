import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { Tone } from '../lib/standing.ts';
import { toneText } from './badge.tsx';
import { classes } from './classes.ts';

const icons = { ok: CircleCheck, warning: TriangleAlert, error: CircleAlert, neutral: CircleDashed };

/** Shape and colour both tell the tone apart. Give a label where no text beside it says the same. */
export function ToneIcon({ tone, label, size = 14 }: { tone: Tone; label?: string; size?: number }) {
  const Icon = icons[tone];
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <Icon size={size} className={classes('shrink-0', toneText[tone])} {...named} />;
}
