import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { closeDialog } from '../lib/dialogs.ts';
import { type PaletteAction, usePaletteActions } from '../lib/use-palette-actions.ts';
import { classes } from './classes.ts';

const LIST_ID = 'palette-list';

/** Every page and action, by a few letters of its name. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = usePaletteActions(query);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(active, found.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const perform = (action: PaletteAction | undefined): void => {
    if (!action || action.disabled !== undefined) return;
    closeDialog();
    action.run();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setActive((at + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      perform(found[at]);
    }
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && closeDialog()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Dialog.Popup
          aria-label="Search pages and actions"
          className="appear fixed top-[12vh] left-1/2 z-30 flex max-h-[68vh] w-[560px] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-raised outline-none"
        >
          <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-4">
            <Search size={15} className="text-faint" aria-hidden />
            <input
              role="combobox"
              aria-label="Search pages and actions"
              aria-expanded="true"
              aria-controls={LIST_ID}
              aria-activedescendant={found[at] ? `palette-${at}` : undefined}
              placeholder="Type a page, an action or a backup"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="h-full min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
            />
          </div>
          <div
            ref={list}
            id={LIST_ID}
            role="listbox"
            aria-label="Pages and actions"
            tabIndex={-1}
            className="min-h-0 overflow-y-auto p-1.5"
          >
            {found.map((action, index) => (
              <PaletteRow
                key={action.id}
                action={action}
                index={index}
                active={index === at}
                onPick={() => perform(action)}
                onPoint={() => setActive(index)}
              />
            ))}
          </div>
          {found.length === 0 && <p className="px-4 py-6 text-center text-muted">Nothing has that name.</p>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface RowProps {
  action: PaletteAction;
  index: number;
  active: boolean;
  onPick: () => void;
  onPoint: () => void;
}

function PaletteRow({ action, index, active, onPick, onPoint }: RowProps) {
  const { icon: Icon, title, group, disabled } = action;
  return (
    <div
      id={`palette-${index}`}
      role="option"
      aria-selected={active}
      aria-disabled={disabled !== undefined || undefined}
      onMouseMove={onPoint}
      onClick={onPick}
      className={classes('flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1', active && 'bg-active')}
    >
      <Icon size={15} className="shrink-0 text-faint" aria-hidden />
      <span className={classes('min-w-0 truncate', disabled !== undefined && 'text-faint')}>{title}</span>
      <span className="min-w-0 flex-1 truncate text-right text-sm text-faint">{disabled ?? group}</span>
    </div>
  );
}
