import { type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import type { Logger, LogLevel } from './logger.ts';
import { redactor } from './redactor.ts';
import { RotatingFile } from './rotating-file.ts';

export interface OpenLog extends Logger {
  setLevel(level: LogLevel): void;
  close(): void;
}

export interface OpenLogOptions {
  maxBytes?: number;
  keep?: number;
  now?: () => number;
  /** Where the one complaint about an unwritable log goes. */
  complain?: (text: string) => void;
}

/** Keys of the line itself: a field of the same name would make the JSON ambiguous. */
const reserved = new Set(['level', 'time', 'pid', 'msg']);

/** Opens `<folder>/cofferdam.log`: JSON lines, mode 0600, rotated at 5 MB with 5 old files kept. Never throws. */
export function openLog(folder: string, level: LogLevel, options: OpenLogOptions = {}): OpenLog {
  const complain = options.complain ?? ((text: string) => process.stderr.write(text));
  const file = new RotatingFile({
    folder,
    name: 'cofferdam',
    maxBytes: options.maxBytes ?? 5 * 1024 * 1024,
    keep: options.keep ?? 5,
    ...(options.now ? { now: options.now } : {}),
    onFailure: (error) => complain(`cofferdam: the log in ${folder} can't be written (${String(error)}); going on without it\n`),
  });
  const writer = pino(
    { level, base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    file,
  );

  return {
    ...loggerOn(writer, {}),
    setLevel: (next) => {
      writer.level = next;
    },
    close: () => file.close(),
  };
}

/** All children share one pino instance, so that `setLevel` reaches them. */
function loggerOn(writer: Pino, bound: Record<string, unknown>): Logger {
  const write = (level: LogLevel) => (message: string, fields?: object) => {
    if (writer.isLevelEnabled(level)) writer[level]({ ...bound, ...lineFields(fields) }, redactor.text(message));
  };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: (fields) => loggerOn(writer, { ...bound, ...lineFields(fields) }),
  };
}

function lineFields(fields: object | undefined): Record<string, unknown> {
  if (fields === undefined) return {};
  const named = fields instanceof Error ? { error: fields } : fields;
  const copied = redactor.value(named);
  if (typeof copied !== 'object' || copied === null) return { fields: copied };
  return Object.fromEntries(Object.entries(copied).map(([key, value]) => [reserved.has(key) ? `${key}_` : key, value]));
}
