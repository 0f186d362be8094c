export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What every part of the core writes to. `fields` may hold anything, errors too: they are copied and redacted before they are written. */
export interface Logger {
  error(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  debug(message: string, fields?: object): void;
  /** A logger that adds `fields` to every line. */
  child(fields: object): Logger;
}

const nothing = (): void => undefined;

/** For tests, and for tools that have no home to log into. */
export const silentLog: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing, child: () => silentLog };
