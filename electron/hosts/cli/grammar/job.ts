import { type Command, Option } from 'commander';
import type { Perform } from '../program.ts';
import { noun } from './noun.ts';
import { wholeNumber } from './values.ts';

const verbs = () => import('../verbs/job.ts');

export function addJobCommands(program: Command, perform: Perform): void {
  const job = noun(program, 'job', 'long work: list, show, watch, cancel');
  job
    .command('list')
    .description('jobs, newest first')
    .option('--limit <n>', 'at most so many', wholeNumber, 100)
    .addOption(
      new Option('--state <state>', 'only those').choices(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted']),
    )
    .action((options) => perform(async (context) => (await verbs()).listJobs(context, options)));
  job
    .command('show <id>')
    .description('one job with its outcome')
    .action((id: string) => perform(async (context) => (await verbs()).showJob(context, id)));
  job
    .command('watch <id>')
    .description('follow a job to its end; its outcome is the exit code')
    .action((id: string) => perform(async (context) => (await verbs()).watchJob(context, id)));
  job
    .command('cancel <id>')
    .description('ask a job to stop; it cleans up after itself')
    .action((id: string) => perform(async (context) => (await verbs()).cancelJob(context, id)));
}
