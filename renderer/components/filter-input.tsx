import { ListFilter } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Kbd } from './kbd.tsx';

/** Filters the list under it. `/` anywhere comes here; Escape empties it, then gives focus back to the list. */
export function FilterInput({
  label,
  value,
  onChange,
  onDown,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onDown?: () => void;
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      onChange('');
    } else if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'ArrowDown' && onDown) {
      event.preventDefault();
      onDown();
    }
  };
  return (
    <div className="relative flex min-w-0 flex-1 items-center">
      <ListFilter size={14} className="pointer-events-none absolute left-2 text-faint" aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        data-filter
        className="field w-full pr-7 pl-7"
      />
      {value === '' && (
        <span className="pointer-events-none absolute right-1.5">
          <Kbd>/</Kbd>
        </span>
      )}
    </div>
  );
}
