import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef } from 'react';
import { classes } from './classes.ts';

export interface VirtualListboxProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  selected: string | null;
  onSelect: (item: T) => void;
  rowHeight: number;
  renderRow: (item: T, selected: boolean) => ReactNode;
  listRef?: Ref<HTMLDivElement>;
  empty?: ReactNode;
}

/** A list of any length with one choice: only the rows in view exist. Arrow keys choose at once, as in a mail client. */
export function VirtualListbox<T>({
  label,
  items,
  keyOf,
  selected,
  onSelect,
  rowHeight,
  renderRow,
  listRef,
  empty,
}: VirtualListboxProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const index = selected === null ? -1 : items.findIndex((item) => keyOf(item) === selected);

  // A choice made elsewhere (a link, the timeline) is brought into view; one made here is there already.
  useEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [index, virtualizer]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = targetOf(event.key, index, items.length, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight));
    const item = to === null ? undefined : items[to];
    if (item === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onSelect(item);
  };

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto [contain:strict]">
      {items.length === 0 && empty}
      <div
        ref={listRef}
        role="listbox"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={index >= 0 ? `${idBase}-${index}` : undefined}
        onKeyDown={onKeyDown}
        className="relative outline-none focus-visible:[&_[aria-selected=true]]:outline-2 [&_[aria-selected=true]]:-outline-offset-2 [&_[aria-selected=true]]:outline-accent-text"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const isSelected = row.index === index;
          return (
            <div
              key={row.key}
              id={`${idBase}-${row.index}`}
              role="option"
              aria-selected={isSelected}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              onMouseDown={() => onSelect(item)}
              className={classes('absolute inset-x-0 top-0 border-b border-line', isSelected ? 'bg-accent-soft' : 'hover:bg-hover')}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
            >
              {renderRow(item, isSelected)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function targetOf(key: string, index: number, count: number, page: number): number | null {
  const clamp = (to: number): number => Math.min(count - 1, Math.max(0, to));
  switch (key) {
    case 'ArrowDown':
      return clamp(index + 1);
    case 'ArrowUp':
      return clamp(index - 1);
    case 'PageDown':
      return clamp(index + page);
    case 'PageUp':
      return clamp(index - page);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count);
    default:
      return null;
  }
}
