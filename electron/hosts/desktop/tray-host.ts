import { AppError } from '#shared/errors.ts';
import { findTool, run } from '../../process/index.ts';

const watcher = 'org.kde.StatusNotifierWatcher';

/** Whichever of these is installed asks the session bus whether somebody shows tray icons. GNOME has nobody by default. */
const questions: [tool: string, ...args: string[]][] = [
  ['busctl', '--user', 'call', 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', 's', watcher],
  [
    'gdbus',
    'call',
    '--session',
    '--dest',
    'org.freedesktop.DBus',
    '--object-path',
    '/org/freedesktop/DBus',
    '--method',
    'org.freedesktop.DBus.NameHasOwner',
    watcher,
  ],
  [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${watcher}`,
  ],
];

/** Whether a tray icon is known to be visible. What can't be found out counts as no: a hidden window would be lost. */
export async function trayIsShown(ask: (tool: string, args: string[]) => Promise<string | null> = askBus): Promise<boolean> {
  for (const [tool, ...args] of questions) {
    const reply = await ask(tool, args);
    if (reply !== null) return saysYes(reply);
  }
  return false;
}

/** `b true` of busctl, `(true,)` of gdbus, `   boolean true` of dbus-send. */
export const saysYes = (reply: string): boolean => /\btrue\b/.test(reply);

/** Null: this tool can't tell. */
async function askBus(tool: string, args: string[]): Promise<string | null> {
  if ((await findTool(tool)) === null) return null;
  try {
    return (await run(tool, args, { timeoutMs: 2_000 })).stdout;
  } catch (error) {
    // No session bus, or it does not answer. The next tool may know; if none does, the tray counts as not shown.
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** GNOME's panel is dark in either theme; elsewhere it follows the theme. */
export const panelIsDark = (desktop: string | undefined, themeIsDark: boolean): boolean =>
  themeIsDark || /(^|:)(gnome|unity|ubuntu)/i.test(desktop ?? '');
