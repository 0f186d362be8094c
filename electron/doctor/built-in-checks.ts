import type { Home } from '../boot/home.ts';
import type { SettingsFile } from '../settings/index.ts';
import type { StorageBackend } from '../store/index.ts';
import type { Check } from './check.ts';
import { displayCheck, electronCheck } from './desktop-checks.ts';
import { privacyCheck, spaceCheck, writableCheck } from './home-checks.ts';
import { nodeCheck } from './node-check.ts';
import { settingsCheck } from './settings-check.ts';
import { sqliteCheck } from './sqlite-check.ts';
import { storageCheck } from './storage-check.ts';

export interface Installation {
  home: Home;
  store: StorageBackend;
  settings?: SettingsFile;
}

/** What every installation is asked; domains add their own. */
export const builtInChecks = ({ home, store, settings }: Installation): Check[] => [
  nodeCheck(),
  sqliteCheck(),
  writableCheck(home),
  privacyCheck(home),
  spaceCheck(home),
  storageCheck(store),
  ...(settings ? [settingsCheck(settings)] : []),
  electronCheck(),
  displayCheck(),
];
