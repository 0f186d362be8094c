import type { AppInfo } from '#shared/contract/app.ts';
import { type ErrorData, exitCodeOf } from '#shared/errors.ts';

export interface StartupErrorBox {
  title: string;
  content: string;
  exitCode: number;
}

/** The box for a start that failed: what, why, what to do. There is no window yet to show it in. */
export const startupErrorBox = (error: ErrorData, logFolder: string | null): StartupErrorBox => ({
  title: "Cofferdam can't start",
  content: [error.message, error.hint ?? '', logFolder === null || error.code !== 'INTERNAL' ? '' : `The log is in ${logFolder}.`]
    .filter((part) => part !== '')
    .join('\n\n'),
  exitCode: exitCodeOf(error.code),
});

const hosts: Record<AppInfo['host'], string> = { web: '`cofferdam serve`', cli: 'a `cofferdam` command', desktop: 'the desktop app' };

/** Says of a home in use who uses it. `holder` is what the other process answered; null when it answered nothing. */
export function explainBusy(error: ErrorData, holder: Pick<AppInfo, 'host' | 'pid' | 'home'> | null): ErrorData {
  if (error.code !== 'BUSY' || holder === null) return error;
  const waits = holder.host === 'cli';
  return {
    ...error,
    message: `${holder.home} is in use by ${hosts[holder.host]} (process ${holder.pid}).`,
    hint: waits
      ? 'Wait until it is done, then start the app again.'
      : `Run \`cofferdam open\` to use that one. To use the app instead, end it with \`kill ${holder.pid}\` and start the app again.`,
  };
}
