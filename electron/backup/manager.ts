import type {
  BackupEntry,
  BackupInfo,
  CreateRequest,
  PendingRestore,
  RestoreOptions,
  RestoreStatus,
} from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';

/** Everything a face can ask of backups. What may take over a second answers with a job. Ids accept a unique prefix. */
export interface BackupManager {
  list(): Promise<BackupInfo[]>;
  get(id: string): Promise<BackupInfo>;
  files(id: string, page: { search?: string | undefined; offset: number; limit: number }): Promise<{ total: number; entries: BackupEntry[]; excluded: { path: string; why: string }[] }>;
  create(request: CreateRequest): Job;
  /** Without ids: all. */
  verify(ids: string[] | undefined, deep: boolean): Promise<Job>;
  delete(id: string): Promise<BackupInfo>;
  export(id: string, to: string): Promise<Job>;
  import(file: string): Job;
  plan(id: string, options: RestoreOptions): Promise<Job>;
  restore(id: string, options: RestoreOptions): Promise<Job>;
  pending(): Promise<RestoreStatus>;
  cancelRestore(): Promise<RestoreStatus>;
  undo(): Promise<PendingRestore>;
  dismissReport(): Promise<RestoreStatus>;
}
