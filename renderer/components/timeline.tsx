import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatDateTime } from '#shared/format.ts';
import { standingOf } from '../lib/standing.ts';
import { heightOf, layoutMarks, layoutTicks, type Mark, nearestMark, type Range, spanOf, xOf } from '../lib/timeline.ts';
import { useNow } from '../lib/use-now.ts';
import { Segmented } from './segmented.tsx';
import { useWidth } from './use-width.ts';

export interface TimelineProps {
  label: string;
  /** Newest first. */
  backups: readonly BackupInfo[];
  selected: string | null;
  onSelect: (id: string) => void;
}

const SLOT = 5;
const HEIGHT = 34;
const ranges: readonly { value: Range; label: string }[] = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
  { value: 'year', label: 'Year' },
  { value: 'all', label: 'All' },
];

/** Backups as moments in time. A bar is one or more of them; arrow keys go from one backup to the next. */
export function Timeline({ label, backups, selected, onSelect }: TimelineProps) {
  const [range, setRange] = useState<Range>('all');
  const [hovered, setHovered] = useState<Mark | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const now = useNow().getTime();
  const moments = useMemo(() => backups.map(({ id, createdAt }) => ({ id, at: Date.parse(createdAt) })), [backups]);
  const span = useMemo(() => spanOf(moments, range, now), [moments, range, now]);
  const marks = useMemo(() => layoutMarks(moments, span, width, SLOT), [moments, span, width]);
  const ticks = useMemo(() => layoutTicks(span, width, 76), [span, width]);
  const index = useMemo(() => (selected === null ? -1 : backups.findIndex(({ id }) => id === selected)), [backups, selected]);
  const chosen = backups[index];

  const markAt = (event: PointerEvent): Mark | undefined => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return nearestMark(marks, event.clientX - left, SLOT);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targetOf(event.key, index, backups.length);
    const backup = target === null ? undefined : backups[target];
    if (!backup) return;
    event.preventDefault();
    onSelect(backup.id);
  };

  return (
    <div className="flex flex-col gap-1">
      <div className="flex h-7 items-center justify-between gap-3 text-sm text-muted">
        <span className="truncate" aria-hidden>
          {hovered ? describeMark(hovered, backups) : chosen ? formatDateTime(chosen.createdAt) : 'Choose a moment'}
        </span>
        <Segmented label="Range of the timeline" value={range} options={ranges} onChange={setRange} />
      </div>
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, backups.length)}
        aria-valuenow={index < 0 ? 1 : backups.length - index}
        aria-valuetext={chosen ? `${formatDateTime(chosen.createdAt)}, ${chosen.type}, ${standingOf(chosen).label}` : 'No moment chosen'}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setHovered(markAt(event) ?? null)}
        onPointerLeave={() => setHovered(null)}
        onPointerDown={(event) => {
          const mark = markAt(event);
          if (mark) onSelect(mark.id);
        }}
        className="rounded-sm"
      >
        <Drawing
          marks={marks}
          ticks={ticks}
          width={width}
          backups={backups}
          hovered={hovered}
          chosenX={chosen ? xOf(Date.parse(chosen.createdAt), span, width) : null}
        />
      </div>
    </div>
  );
}

interface DrawingProps {
  marks: readonly Mark[];
  ticks: ReturnType<typeof layoutTicks>;
  width: number;
  backups: readonly BackupInfo[];
  hovered: Mark | null;
  chosenX: number | null;
}

function Drawing({ marks, ticks, width, backups, hovered, chosenX }: DrawingProps) {
  const most = useMemo(() => marks.reduce((max, { count }) => Math.max(max, count), 1), [marks]);
  return (
    <svg width={width} height={HEIGHT + 18} className="block select-none" aria-hidden>
      {ticks.map(({ x, label }) => (
        <g key={x} transform={`translate(${Math.round(x)} 0)`}>
          <line y1={0} y2={HEIGHT + 4} className="stroke-line" />
          <text x={4} y={HEIGHT + 14} className="fill-faint text-xs">
            {label}
          </text>
        </g>
      ))}
      <line x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="stroke-line-strong" />
      {marks.map((mark) => (
        <Bar key={mark.x} mark={mark} most={most} backups={backups} dim={hovered !== null && hovered.x !== mark.x} />
      ))}
      {chosenX !== null && (
        <g transform={`translate(${chosenX} 0)`}>
          <line y1={0} y2={HEIGHT + 4} className="stroke-text" strokeWidth={2} />
          <path d="M-5 0h10l-5 6z" className="fill-text" />
        </g>
      )}
    </svg>
  );
}

/** Verified ones in the accent colour, others grey; bad ones at the foot, high enough to be seen among a thousand good ones. */
function Bar({ mark, most, backups, dim }: { mark: Mark; most: number; backups: readonly BackupInfo[]; dim: boolean }) {
  const { bad, verified } = tally(mark, backups);
  const height = Math.round(heightOf(mark.count, most) * (HEIGHT - 4));
  const badHeight = bad === 0 ? 0 : Math.max(5, Math.round((height * bad) / mark.count));
  return (
    <g opacity={dim ? 0.45 : 1}>
      <rect
        x={mark.x}
        y={HEIGHT - height}
        width={SLOT - 1}
        height={height}
        rx={1}
        className={verified > 0 ? 'fill-accent-text/75' : 'fill-line-strong'}
      />
      {bad > 0 && <rect x={mark.x} y={HEIGHT - badHeight} width={SLOT - 1} height={badHeight} rx={1} className="fill-error" />}
    </g>
  );
}

function tally(mark: Mark, backups: readonly BackupInfo[]): { bad: number; verified: number } {
  let [bad, verified] = [0, 0];
  for (const backup of backups.slice(mark.first, mark.last + 1)) {
    const { tone } = standingOf(backup);
    if (tone === 'ok') verified += 1;
    else if (tone !== 'neutral') bad += 1;
  }
  return { bad, verified };
}

function describeMark(mark: Mark, backups: readonly BackupInfo[]): string {
  const [newest, oldest] = [backups[mark.first], backups[mark.last]];
  if (!newest || !oldest) return '';
  if (mark.count === 1) return `${formatDateTime(newest.createdAt)} · ${newest.type} · ${standingOf(newest).label}`;
  return `${mark.count} backups, ${formatDateTime(oldest.createdAt)} to ${formatDateTime(newest.createdAt)}`;
}

/** To the left is older; the list is newest first. */
function targetOf(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.min(count - 1, index + 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'Home':
      return count - 1;
    case 'End':
      return 0;
    default:
      return null;
  }
}
