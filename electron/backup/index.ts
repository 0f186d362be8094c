export type { BackupManager } from './manager.ts';
