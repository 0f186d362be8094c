import type { Command } from 'commander';

/** A word that only groups verbs. Alone it is a mistake, not a request for help, so that scripts notice. */
export const noun = (program: Command, name: string, description: string): Command =>
  program.command(name).description(description).helpCommand(false);
