import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';

/** The page is treated as hostile: it has its port to the router and nothing else of this machine. */
export const securePreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // Chromium would fetch dictionaries from the network.
  spellcheck: false,
} as const satisfies WebPreferences;

export interface WindowInput {
  preload: string;
  icon: string;
  dark: boolean;
  /** Developer tools, for runs from the sources. */
  devTools: boolean;
}

export const windowOptions = ({ preload, icon, dark, devTools }: WindowInput): BrowserWindowConstructorOptions => ({
  title: 'Cofferdam',
  width: 1280,
  height: 800,
  minWidth: 640,
  minHeight: 480,
  icon,
  // Shown once the page has painted; until then its colour, so that nothing flashes.
  show: false,
  backgroundColor: dark ? '#16181d' : '#ffffff',
  // Reached with Alt, as on other Linux desktops; the page has its own navigation.
  autoHideMenuBar: true,
  webPreferences: { ...securePreferences, preload, devTools },
});
