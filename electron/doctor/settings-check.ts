import type { SettingsFile } from '../settings/index.ts';
import { type Check, ok, warning } from './check.ts';

export const settingsCheck = (settings: Pick<SettingsFile, 'view'>): Check => ({
  id: 'settings',
  title: 'Settings can be read',
  async run() {
    const { path, problem } = settings.view();
    return problem === null ? ok(path) : warning(problem.message, problem.hint ?? `Look at ${path}.`);
  },
});
