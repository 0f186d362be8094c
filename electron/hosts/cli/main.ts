import { runCli } from './run.ts';

process.exitCode = await runCli(process.argv.slice(2));
// Everything is closed by now. Should something still keep the process, nobody waits for it.
setTimeout(() => process.exit(), 2_000).unref();
