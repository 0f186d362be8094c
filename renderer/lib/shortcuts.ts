export interface Shortcut {
  keys: readonly string[];
  what: string;
  group: 'Anywhere' | 'Go to' | 'Lists' | 'Selected backup';
}

/** Every key the page listens to, as the help shows them. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['Ctrl', 'K'], what: 'Search every page and action', group: 'Anywhere' },
  { keys: ['c'], what: 'Back up…', group: 'Anywhere' },
  { keys: ['?'], what: 'Show these keys', group: 'Anywhere' },
  { keys: ['Esc'], what: 'Close, or clear the filter', group: 'Anywhere' },
  { keys: ['g', 'o'], what: 'Overview', group: 'Go to' },
  { keys: ['g', 'b'], what: 'Backups', group: 'Go to' },
  { keys: ['g', 'j'], what: 'Jobs', group: 'Go to' },
  { keys: ['g', 'd'], what: 'Doctor', group: 'Go to' },
  { keys: ['g', 's'], what: 'Settings', group: 'Go to' },
  { keys: ['/'], what: 'Filter the list', group: 'Lists' },
  { keys: ['↑', '↓'], what: 'Choose', group: 'Lists' },
  { keys: ['Home', 'End'], what: 'First and last', group: 'Lists' },
  { keys: ['r'], what: 'Restore…', group: 'Selected backup' },
  { keys: ['v'], what: 'Verify', group: 'Selected backup' },
];

export const pageKeys: Readonly<Record<string, string>> = { o: '/', b: '/backups', j: '/jobs', d: '/doctor', s: '/settings' };

/** What a key press means, given the one before; null for what is not ours. Letters never act while something is typed. */
export type KeyMeaning =
  | { kind: 'palette' }
  | { kind: 'help' }
  | { kind: 'filter' }
  | { kind: 'create' }
  | { kind: 'prefix' }
  | { kind: 'go'; to: string };

export interface KeyPress {
  key: string;
  ctrl: boolean;
  alt: boolean;
  typing: boolean;
  afterPrefix: boolean;
}

export function meaningOf({ key, ctrl, alt, typing, afterPrefix }: KeyPress): KeyMeaning | null {
  if (ctrl && !alt && key.toLowerCase() === 'k') return { kind: 'palette' };
  if (ctrl || alt || typing) return null;
  const to = afterPrefix ? pageKeys[key] : undefined;
  if (to !== undefined) return { kind: 'go', to };
  if (key === '?') return { kind: 'help' };
  if (key === '/') return { kind: 'filter' };
  if (key === 'c') return { kind: 'create' };
  if (key === 'g') return { kind: 'prefix' };
  return null;
}
