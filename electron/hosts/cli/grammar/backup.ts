import type { Command } from 'commander';
import type { Perform } from '../program.ts';
import { noun } from './noun.ts';
import { commaList, wholeNumber } from './values.ts';

const verbs = () => import('../verbs/backup.ts');
const restoring = () => import('../verbs/restore.ts');

export function addBackupCommands(program: Command, perform: Perform): void {
  const backup = noun(program, 'backup', 'back up, verify, restore');
  backup
    .command('create')
    .description('back up; the new archive is verified before it counts')
    .option('--type <type>', 'full, config or data', 'full')
    .option('--label <text>', 'a name to find it by')
    .action((options) => perform(async (context) => (await verbs()).createBackup(context, options)));
  backup
    .command('list')
    .description('backups, newest first')
    .action(() => perform(async (context) => (await verbs()).listBackups(context)));
  backup
    .command('show <id>')
    .description('one backup; an id may be shortened as long as it is unique')
    .action((id: string) => perform(async (context) => (await verbs()).showBackup(context, id)));
  backup
    .command('files <id>')
    .description('what a backup holds, and what was left out and why')
    .option('--search <text>', 'only paths with this text')
    .option('--offset <n>', 'skip so many', wholeNumber, 0)
    .option('--limit <n>', 'at most so many', wholeNumber, 1000)
    .action((id: string, options) => perform(async (context) => (await verbs()).listFiles(context, id, options)));
  backup
    .command('verify [id...]')
    .description('check archives entry by entry; exit code 3 if one is not right')
    .option('--all', 'every backup')
    .option('--deep', 'full integrity and foreign key check of each database')
    .action((ids: string[], options) => perform(async (context) => (await verbs()).verifyBackups(context, ids, options)));
  backup
    .command('delete <id>')
    .description('delete a backup')
    .option('--yes', "don't ask")
    .action((id: string, options) => perform(async (context) => (await verbs()).deleteBackup(context, id, options)));
  backup
    .command('export <id>')
    .description('copy a backup to a file, verified')
    .requiredOption('--to <file>', 'the file to write')
    .action((id: string, options) => perform(async (context) => (await verbs()).exportBackup(context, id, options)));
  backup
    .command('import <file>')
    .description('verify an archive from elsewhere and add it')
    .action((file: string) => perform(async (context) => (await verbs()).importBackup(context, file)));
  addRestoreCommands(backup, perform);
}

function addRestoreCommands(backup: Command, perform: Perform): void {
  backup
    .command('restore <id>')
    .description('stage a restore; the next start of the program applies it')
    .option('--only <areas>', 'some of config, data, skills, separated by commas', commaList)
    .option('--no-overwrite', 'keep files that exist, add those that are missing')
    .option('--no-checkpoint', "don't back up today's state first")
    .option('--dry-run', 'say what would change and touch nothing')
    .option('--now', 'apply at once; refused while databases are open')
    .option('--skip-verify', 'restore even if checksums disagree')
    .option('--yes', "don't ask")
    .action((id: string, options) => perform(async (context) => (await restoring()).restoreBackup(context, id, options)));
  backup
    .command('pending')
    .description('the staged restore and the result of the last one')
    .action(() => perform(async (context) => (await restoring()).showPending(context)));
  backup
    .command('cancel-restore')
    .description('discard the staged restore')
    .option('--yes', "don't ask")
    .action((options) => perform(async (context) => (await restoring()).cancelRestore(context, options)));
  backup
    .command('undo')
    .description('stage the state from before the last restore')
    .option('--yes', "don't ask")
    .action((options) => perform(async (context) => (await restoring()).undoRestore(context, options)));
}
