import type { AppInfo, AppStatus, HostKind } from '#shared/contract/app.ts';
import type { AutoRecoveryResult, HealthReport } from '#shared/contract/recovery.ts';
import type { BackupManager } from '../backup/index.ts';
import type { Doctor } from '../doctor/index.ts';
import type { Events } from '../events/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Logger } from '../log/index.ts';
import type { SettingsFile } from '../settings/index.ts';
import type { StorageBackend } from '../store/index.ts';
import type { Home } from './home.ts';

/** A started instance: what the API translates. Built by `startApp`, ended by `close`. */
export interface App {
  readonly host: HostKind;
  readonly home: Home;
  readonly log: Logger;
  readonly events: Events;
  readonly store: StorageBackend;
  readonly jobs: Jobs;
  readonly settings: SettingsFile;
  readonly backup: BackupManager;
  readonly doctor: Doctor;
  /** What this start found and repaired among the databases; null when it had no reason to look. */
  readonly recovery: AutoRecoveryResult | null;
  /** Checks every database of the home; changes nothing. */
  checkHealth(signal?: AbortSignal): Promise<HealthReport>;
  info(): AppInfo;
  status(): Promise<AppStatus>;
  /** Asks the host to stop and start again, or throws UNSUPPORTED with what to do instead. */
  restart(force: boolean): void;
  /** Cancels and awaits jobs, closes storage, marks the home clean, frees the lock. Safe to call twice. */
  close(): Promise<void>;
}
