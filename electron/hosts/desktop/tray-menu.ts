import type { AppStatus } from '#shared/contract/app.ts';
import { formatPlural, formatRelative } from '#shared/format.ts';
import type { MenuEntry } from './menu.ts';

export interface TrayState extends AppStatus {
  now: Date;
  /** A backup is running or waiting. */
  backingUp: boolean;
}

/** Top to bottom. On Linux a click on the icon opens nothing but this menu, so everything is in it. */
export function trayMenu(state: TrayState): MenuEntry[] {
  return [
    { label: stateLine(state), enabled: false },
    { separator: true },
    state.backingUp ? { label: 'Backing up…', enabled: false } : { label: 'Back up now', command: 'back-up' },
    ...(state.pendingRestore
      ? [{ label: state.pendingRestore.kind === 'undo' ? 'Pending undo…' : 'Pending restore…', command: 'pending-restore' } as const]
      : []),
    { separator: true },
    { label: 'Open Cofferdam', command: 'open' },
    { label: 'Quit', command: 'quit' },
  ];
}

/** The worst thing first, as it is what the reader has to know. */
export function stateLine(state: TrayState): string {
  if (!state.storage.ok) return `Storage: ${state.storage.message}`;
  if (state.pendingRestore) return state.pendingRestore.kind === 'undo' ? 'Undo waits for a restart' : 'Restore waits for a restart';
  if (state.runningJobs > 0) return `${formatPlural(state.runningJobs, 'job')} running`;
  if (state.lastVerifiedBackup) return `Verified backup: ${formatRelative(state.lastVerifiedBackup.createdAt, state.now)}`;
  return state.backupCount === 0 ? 'No backup yet' : 'No verified backup yet';
}

/** The icon asks for attention where the user has something to decide. */
export const trayIcon = (state: TrayState, dark: boolean): string => {
  const attention = !state.storage.ok || state.pendingRestore !== null || state.unseenReport;
  return `tray-${attention ? 'attention' : 'normal'}-${dark ? 'dark' : 'light'}.png`;
};
