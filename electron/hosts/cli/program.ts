import { Command, Option } from 'commander';
import { version } from '../../boot/version.ts';
import type { Verb } from './context.ts';
import { addBackupCommands } from './grammar/backup.ts';
import { addJobCommands } from './grammar/job.ts';
import { addServeCommands } from './grammar/serve.ts';
import { addSettingsCommands } from './grammar/settings.ts';

export interface GlobalOptions {
  home?: string;
  json?: boolean;
  verbose?: boolean;
}

/** Runs a verb with its context; given to every command so that the grammar imports none of the work. */
export type Perform = (verb: Verb) => Promise<void>;

/** The grammar: `cofferdam <noun> <verb> [id] [--flags]`. Options of the program itself are taken before and after the verb. */
export function buildProgram(perform: Perform): Command {
  const program = new Command('cofferdam')
    .description('Disposable virtual machines to break things in, and a backup manager that proves every restore.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addOption(new Option('--home <folder>', 'the home folder (default: $COFFERDAM_HOME, else ~/.local/share/cofferdam)'))
    .addOption(new Option('--json', 'print one JSON document and nothing else'))
    .addOption(new Option('--verbose', 'say more about errors and progress'))
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .exitOverride()
    // Errors are reported in one place, by reportError.
    .configureOutput({ writeErr: () => undefined });

  addServeCommands(program, perform);
  program
    .command('doctor')
    .description('check this installation, with a remedy for each problem')
    .action(() => perform(async (context) => (await import('./verbs/doctor.ts')).runDoctor(context)));
  program
    .command('status')
    .description('storage, last verified backup, pending restore, running jobs')
    .action(() => perform(async (context) => (await import('./verbs/status.ts')).showStatus(context)));
  program
    .command('recover')
    .description('check every database and repair the damaged ones; the originals go to quarantine')
    .option('--check', 'only check; works while Cofferdam runs')
    .action((options) => perform(async (context) => (await import('./verbs/recover.ts')).recover(context, options)));
  addJobCommands(program, perform);
  addBackupCommands(program, perform);
  addSettingsCommands(program, perform);
  return program;
}
