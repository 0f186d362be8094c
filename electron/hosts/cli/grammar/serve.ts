import type { Command } from 'commander';
import type { Perform } from '../program.ts';
import { portNumber } from './values.ts';

export function addServeCommands(program: Command, perform: Perform): void {
  program
    .command('serve')
    .description('start Cofferdam for the browser, applying a staged restore first')
    .option('--port <n>', 'where to listen; 0 takes any free port (default: 4790, or any free port if that is taken)', portNumber)
    .option('--host <address>', 'listen on another address than this machine alone', '127.0.0.1')
    .option('--open', 'open the browser')
    .action((options) => perform(async (context) => (await import('../serve/serve.ts')).serve(context, options)));
  program
    .command('open')
    .description('print a new link to the running Cofferdam and open it, or raise its window')
    .option('--no-browser', 'only print the link')
    .action((options) => perform(async (context) => (await import('../verbs/open.ts')).open(context, options)));
  program
    .command('token')
    .description('print a bearer token for /api of the running Cofferdam; it ends with that process')
    .action(() => perform(async (context) => (await import('../verbs/open.ts')).printToken(context)));
}
