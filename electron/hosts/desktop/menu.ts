import type { MenuItemConstructorOptions } from 'electron';

/** What a menu can ask for; `runCommand` carries it out. */
export type Command = 'back-up' | 'pending-restore' | 'open' | 'backups' | 'jobs' | 'settings' | 'doctor' | 'quit';

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/** A menu as data. A line without command, role or submenu must be disabled: it only says something. */
export type MenuEntry =
  | { separator: true }
  | { label: string; enabled: false }
  | { label: string; command: Command; accelerator?: string }
  | { label: string; role: Role; accelerator?: string }
  | { label: string; submenu: MenuEntry[] };

/** The same for Electron. Its click handlers all go to one place. */
export const toTemplate = (entries: readonly MenuEntry[], run: (command: Command) => void): MenuItemConstructorOptions[] =>
  entries.map((entry) => {
    if ('separator' in entry) return { type: 'separator' };
    if ('submenu' in entry) return { label: entry.label, submenu: toTemplate(entry.submenu, run) };
    if ('command' in entry) {
      const { command, ...shown } = entry;
      return { ...shown, click: () => run(command) };
    }
    return { ...entry };
  });
