import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { afterCrash } from './crash.ts';
import type { Layout } from './folders.ts';
import { pageUrl } from './navigation.ts';
import { windowOptions } from './window-options.ts';

export interface WindowEvents {
  /** The close button; true lets the window go. */
  mayClose(): boolean;
  /** The page crashed again right after it was loaded anew. */
  onCrash(reason: string): void;
}

export interface MainWindow {
  readonly browserWindow: BrowserWindow;
  readonly focused: boolean;
  /** Raises the window, on `route` if one is given. */
  show: (route?: string) => void;
  hide: () => void;
  reload: () => void;
}

export function openWindow(layout: Layout, devTools: boolean, events: WindowEvents): MainWindow {
  const window = new BrowserWindow(
    windowOptions({
      preload: layout.preload,
      icon: join(layout.icons, 'app', '512x512.png'),
      dark: nativeTheme.shouldUseDarkColors,
      devTools,
    }),
  );
  const crashes: number[] = [];

  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    if (!events.mayClose()) event.preventDefault();
  });
  window.webContents.on('render-process-gone', (_, { reason }) => {
    const next = afterCrash(reason, crashes, Date.now());
    crashes.push(Date.now());
    if (next === 'reload') window.webContents.reload();
    if (next === 'give-up') events.onCrash(reason);
  });
  load(window, '/');

  return {
    browserWindow: window,
    get focused() {
      return window.isFocused();
    },
    show: (route) => {
      if (window.isDestroyed()) return;
      if (route !== undefined && window.webContents.getURL() !== pageUrl(route)) load(window, route);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    hide: () => window.hide(),
    reload: () => window.webContents.reload(),
  };
}

// A load that another one overtakes rejects; `did-fail-load` of a missing build shows Chromium's own page.
const load = (window: BrowserWindow, route: string): void => void window.loadURL(pageUrl(route)).catch(() => undefined);
