import { type Command, CommanderError } from 'commander';
import { createOutput, ignoreClosedPipes } from './output.ts';
import { buildProgram, type GlobalOptions } from './program.ts';
import { listenForStop } from './stop.ts';

/**
 * Runs one command line and answers its exit code. What is heavy is imported by the verb that needs it, so that
 * `--version` and `--help` answer at once.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  ignoreClosedPipes();
  const stop = listenForStop();
  let exitCode = 0;
  const program = buildProgram(async (verb) => {
    const options = program.opts<GlobalOptions>();
    const { resolveHome } = await import('../../boot/home.ts');
    exitCode = (await verb({ home: resolveHome(options.home), output: createOutput(options), stop })) ?? 0;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (args.length === 0) return showHelp(program);
    // The flags may be what is wrong, so they are looked for rather than parsed.
    const { reportError } = await import('./report-error.ts');
    return await reportError(error, { json: args.includes('--json'), verbose: args.includes('--verbose'), stopped: stop.code });
  } finally {
    stop.dispose();
  }
}

/** Nothing was asked: say what can be. */
function showHelp(program: Command): number {
  process.stdout.write(program.helpInformation());
  return 0;
}
