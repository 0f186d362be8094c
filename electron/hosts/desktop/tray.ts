import { join } from 'node:path';
import { Menu, nativeTheme, Tray } from 'electron';
import type { App } from '../../boot/index.ts';
import { type Command, toTemplate } from './menu.ts';
import { panelIsDark } from './tray-host.ts';
import { stateLine, trayIcon, trayMenu } from './tray-menu.ts';

/** Often enough for "2 hours ago" to be true. */
const refreshMs = 5 * 60_000;
/** Changes come in bursts while a job runs. */
const settleMs = 250;

/** Shows the state in the tray and keeps it right until `signal` aborts. False: there can be no tray icon here. */
export function openTray(core: App, icons: string, run: (command: Command) => void, signal: AbortSignal): boolean {
  const tray = newTray(core, icons);
  if (!tray) return false;
  tray.on('click', () => run('open'));
  let waiting: NodeJS.Timeout | null = null;

  const refresh = async (): Promise<void> => {
    const status = await core.status();
    if (signal.aborted) return;
    const backingUp = core.jobs.running().some((job) => job.kind === 'backup.create');
    const state = { ...status, now: new Date(), backingUp };
    tray.setImage(join(icons, trayIcon(state, panelIsDark(process.env['XDG_CURRENT_DESKTOP'], nativeTheme.shouldUseDarkColors))));
    tray.setToolTip(`Cofferdam: ${stateLine(state)}`);
    // A changed item shows on Linux only when the whole menu is set again.
    tray.setContextMenu(Menu.buildFromTemplate(toTemplate(trayMenu(state), run)));
  };
  const soon = (): void => {
    if (waiting || signal.aborted) return;
    waiting = setTimeout(() => {
      waiting = null;
      refresh().catch((error: unknown) => core.log.warn('The tray could not be brought up to date', { err: error }));
    }, settleMs);
  };

  const stopListening = core.events.onChange(soon);
  const timer = setInterval(soon, refreshMs);
  nativeTheme.on('updated', soon);
  signal.addEventListener(
    'abort',
    () => {
      stopListening();
      clearInterval(timer);
      if (waiting) clearTimeout(waiting);
      nativeTheme.off('updated', soon);
      tray.destroy();
    },
    { once: true },
  );
  soon();
  return true;
}

function newTray(core: App, icons: string): Tray | null {
  try {
    return new Tray(join(icons, 'tray-normal-dark.png'));
  } catch (error) {
    // The app is whole without it.
    core.log.warn('There is no tray icon', { err: error });
    return null;
  }
}
