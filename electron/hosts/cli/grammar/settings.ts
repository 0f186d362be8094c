import type { Command } from 'commander';
import type { Perform } from '../program.ts';
import { noun } from './noun.ts';

const verbs = () => import('../verbs/settings.ts');

export function addSettingsCommands(program: Command, perform: Perform): void {
  const settings = noun(program, 'settings', 'show or change settings');
  settings
    .command('show')
    .description('settings in force')
    .action(() => perform(async (context) => (await verbs()).showSettings(context)));
  settings
    .command('set <key> <value>')
    .description('change one, as in: settings set backup.compressionLevel 6')
    .action((key: string, value: string) => perform(async (context) => (await verbs()).setSetting(context, key, value)));
}
