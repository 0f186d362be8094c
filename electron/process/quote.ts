const safe = /^[\w@%+=:,./-]+$/;

/** One argument as a POSIX shell would have to be given it. */
export const quoteArgument = (argument: string): string => (safe.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`);

/** A command line a person can paste into a terminal. It is only ever shown: nothing here runs through a shell. */
export const quoteCommand = (command: string, args: readonly string[]): string => [command, ...args].map(quoteArgument).join(' ');
