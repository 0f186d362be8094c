import * as z from 'zod';
import { requireInstance } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { openInBrowser } from '../open-in-browser.ts';

const Opened = z.object({ url: z.string().nullable() });
const Token = z.object({ token: z.string() });

export async function open(context: CliContext, { browser }: { browser: boolean }): Promise<void> {
  const { url } = Opened.parse(await ask(context, 'open'));
  context.output.result({ url }, () => url ?? "Cofferdam's window is in front.");
  if (url !== null && browser && !context.output.json) await openInBrowser(url, context.output);
}

export async function printToken(context: CliContext): Promise<void> {
  context.output.result(Token.parse(await ask(context, 'token')), ({ token }) => token);
}

async function ask(context: CliContext, what: 'open' | 'token'): Promise<unknown> {
  const instance = await requireInstance(context.home, `instance.${what}`);
  try {
    return await instance.ask(what);
  } finally {
    await instance.close();
  }
}
