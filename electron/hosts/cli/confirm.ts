import { createInterface } from 'node:readline/promises';
import { AppError } from '#shared/errors.ts';
import type { CliContext } from './context.ts';

/**
 * Asks before something is lost. Without a terminal, or with `--json`, nobody can be asked: then `--yes` must say it.
 * @throws CONFIRMATION_REQUIRED; CANCELLED when the answer is no
 */
export async function confirm(context: CliContext, op: string, question: string, { yes }: { yes?: boolean | undefined }): Promise<void> {
  if (yes === true) return;
  if (context.output.json || !process.stdin.isTTY || !process.stderr.isTTY) {
    throw new AppError(op, 'CONFIRMATION_REQUIRED', `${question} This needs a yes, and nobody can be asked here`, {
      hint: 'Add --yes if that is what you want.',
    });
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C for itself while it reads.
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal: context.stop.signal });
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new AppError(op, 'CANCELLED', 'Nothing was done');
  } finally {
    prompt.close();
  }
}
