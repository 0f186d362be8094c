import type { Settings } from '#shared/contract/settings.ts';

export type Theme = Settings['appearance']['theme'];

const KEY = 'cofferdam.theme';

/** Pins light or dark, or leaves it to the system, and remembers it for the first paint of the next visit. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(KEY, theme);
}

export function applyRememberedTheme(): void {
  const theme = localStorage.getItem(KEY);
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
}
