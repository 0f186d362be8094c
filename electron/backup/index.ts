export { type BackupDependencies, BackupManager } from './manager.ts';
export { backupChecks } from './doctor-checks.ts';
export { checkHealth } from './check-health.ts';
export type { DatabaseHealth } from './health.ts';
export { createBackup } from './create-backup.ts';
export { confirmRestore, rollBackRestore } from './restore/finish.ts';
export { type GateOutcome, restoreGate } from './restore/gate.ts';
export { repairJournal } from './restore/repair-journal.ts';
export { sweepRestores } from './restore/sweep.ts';
