export { type Logger, type LogLevel, logLevels, silentLog } from './logger.ts';
export { type OpenLog, type OpenLogOptions, openLog } from './open-log.ts';
export { createRedactor, type Redactor, redactor } from './redactor.ts';
