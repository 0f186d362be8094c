export { type Logger, silentLog } from './logger.ts';
export { type OpenLog, openLog } from './open-log.ts';
export { redactor } from './redactor.ts';
