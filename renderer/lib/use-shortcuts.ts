import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { dialogStore, openDialog } from './dialogs.ts';
import { meaningOf } from './shortcuts.ts';

const PREFIX_MS = 1_200;
const typingInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** The keys that work anywhere. */
export function useShortcuts(): void {
  const [, go] = useLocation();
  useEffect(() => {
    let prefixAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const typing = typingInto(event.target) || dialogStore.get() !== null;
      const afterPrefix = event.timeStamp - prefixAt < PREFIX_MS;
      const meaning = meaningOf({ key: event.key, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey, typing, afterPrefix });
      prefixAt = meaning?.kind === 'prefix' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (!meaning) return;
      event.preventDefault();
      switch (meaning.kind) {
        case 'palette':
          return openDialog({ kind: 'palette' });
        case 'help':
          return openDialog({ kind: 'keys' });
        case 'create':
          return openDialog({ kind: 'create' });
        case 'filter':
          return document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
        case 'go':
          return go(meaning.to);
        case 'prefix':
          return;
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [go]);
}

/** Letters for what is selected on a page, while nothing is typed and no dialog is open. */
export function useLetter(letter: string, act: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== letter || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typingInto(event.target) || dialogStore.get() !== null) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [letter, act]);
}
