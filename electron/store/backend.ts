import type { ActivityEntry } from '#shared/contract/app.ts';
import type { Job, JobState } from '#shared/contract/job.ts';

/**
 * Everything Cofferdam keeps in a database, opened once per process. All of it is asynchronous, also where SQLite
 * answers at once, so that a database across a network can stand here too.
 * Errors: BUSY, NO_SPACE, CORRUPT, PERMISSION_DENIED, IO.
 */
export interface StorageBackend {
  readonly jobs: JobStore;
  readonly activity: ActivityStore;
  readonly settings: KeyValueStore;
  schema(): SchemaState;
  /** Answers when the database does. */
  ping(): Promise<void>;
  /** @throws CORRUPT with details {problems} when the file or its references are damaged. Reads the whole database. */
  check(): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** Which migrations a database has had. */
export interface SchemaState {
  backend: 'sqlite';
  /** The newest applied step; 0 when there is none. */
  version: number;
  applied: AppliedStep[];
}

export interface AppliedStep {
  version: number;
  checksum: string;
}

/** A job as kept. `cleanupNote` says what it leaves behind, should the program end in its midst. */
export interface StoredJob {
  job: Job;
  cleanupNote: string | null;
}

export interface JobStore {
  insert(job: Job, cleanupNote: string | null): Promise<void>;
  /** Writes everything that can change. The job must be there. */
  update(job: Job): Promise<void>;
  /** Jobs whose id starts with `prefix`, newest first. */
  find(prefix: string, limit: number): Promise<Job[]>;
  /** Newest first. */
  list(page: { limit: number; state?: JobState | undefined }): Promise<Job[]>;
  /** Queued and running ones, oldest first. */
  unfinished(): Promise<StoredJob[]>;
  /** Removes all finished jobs but the newest `keep`. Returns how many went. */
  prune(keep: number): Promise<number>;
}

export type NewActivity = Pick<ActivityEntry, 'kind' | 'level' | 'message'> & { subject?: string | null };

export interface ActivityStore {
  add(entry: NewActivity): Promise<ActivityEntry>;
  /** Newest first; `before` is the id of the last entry of the page before. */
  list(page: { limit: number; before?: number | undefined }): Promise<ActivityEntry[]>;
}

/** Small facts of the program itself, as JSON. What the user sets is in config/settings.json. */
export interface KeyValueStore {
  /** Undefined when nobody has set it. */
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}
