import * as z from 'zod';
import { ErrorData } from '../errors.ts';
import { FilePath, IdPrefix, procedure, Timestamp } from './common.ts';
import { Job } from './job.ts';

export const Area = z.enum(['config', 'data', 'skills']);
export type Area = z.infer<typeof Area>;
export const areas = Area.options;

export const BackupType = z.enum(['full', 'config', 'data']);
export type BackupType = z.infer<typeof BackupType>;

export const areasOf: Record<BackupType, readonly Area[]> = {
  full: ['config', 'data', 'skills'],
  config: ['config'],
  data: ['data'],
};

/** manual: somebody asked; auto: schedule; checkpoint: taken by the program before it changes something. */
export const BackupSource = z.enum(['manual', 'auto', 'checkpoint']);
export type BackupSource = z.infer<typeof BackupSource>;

/**
 * What a verification found, worst first: the archive is gone; its bytes or an entry's bytes differ from what was
 * recorded; it can't be read or a database inside is damaged; all that is there is right but something is missing; right.
 */
export const Verdict = z.enum(['missing', 'checksum-mismatch', 'corrupt', 'incomplete', 'valid']);
export type Verdict = z.infer<typeof Verdict>;

export const BackupInfo = z.object({
  id: z.string(),
  createdAt: Timestamp,
  /** Size of the archive. */
  sizeBytes: z.number().int().nonnegative(),
  /** Sum of the entries' sizes. */
  contentBytes: z.number().int().nonnegative(),
  fileCount: z.number().int().nonnegative(),
  path: z.string(),
  type: BackupType,
  areas: z.array(Area),
  createdBy: BackupSource,
  label: z.string().nullable(),
  isCheckpoint: z.boolean(),
  checkpointReason: z.string().nullable(),
  /** SHA-256 of the whole archive, lower-case hex. */
  checksum: z.string(),
  /** Version of Cofferdam that wrote it. */
  version: z.string(),
  schemaVersion: z.number().int().nonnegative(),
  host: z.string(),
  format: z.string(),
  /** Why nothing may delete it now, for example a staged restore. Null: nothing holds it. */
  pinnedBy: z.string().nullable(),
  verifiedAt: Timestamp.nullable(),
  verdict: Verdict.nullable(),
  /** Set when the archive can't be read: it is listed so that nobody takes it for a good one. */
  problem: ErrorData.nullable(),
});
export type BackupInfo = z.infer<typeof BackupInfo>;

export const BackupEntry = z.object({
  path: z.string(),
  area: Area,
  kind: z.enum(['file', 'sqlite', 'link', 'folder']),
  size: z.number().int().nonnegative(),
  mtime: Timestamp,
  sha256: z.string().nullable(),
});
export type BackupEntry = z.infer<typeof BackupEntry>;

export const VerifyProblem = z.object({ path: z.string(), verdict: Verdict, message: z.string() });
export type VerifyProblem = z.infer<typeof VerifyProblem>;

export const VerifyReport = z.object({
  id: z.string(),
  verdict: Verdict,
  checkedAt: Timestamp,
  deep: z.boolean(),
  durationMs: z.number().nonnegative(),
  entries: z.object({ total: z.number().int(), ok: z.number().int() }),
  problems: z.array(VerifyProblem),
});
export type VerifyReport = z.infer<typeof VerifyReport>;
export const VerifyResult = z.object({ ok: z.boolean(), reports: z.array(VerifyReport) });
export type VerifyResult = z.infer<typeof VerifyResult>;

/** Strict: a misspelt option would otherwise be a default, and some defaults replace things. */
export const RestoreOptions = z.strictObject({
  restoreConfig: z.boolean().default(true),
  restoreData: z.boolean().default(true),
  restoreSkills: z.boolean().default(true),
  /** False keeps live files and adds the missing ones; a database that exists is then kept whole. */
  overwriteExisting: z.boolean().default(true),
  /** Back up today's state before it is replaced. */
  createCheckpoint: z.boolean().default(true),
  checkpointReason: z.string().trim().max(200).optional(),
  /** Restores even if checksums disagree. Hostile paths are refused all the same; it is warned of and recorded. */
  skipVerify: z.boolean().default(false),
  /** False applies it at once, which is refused while databases are open. */
  requireRestart: z.boolean().default(true),
});
export type RestoreOptions = z.infer<typeof RestoreOptions>;
export const defaultRestoreOptions = (): RestoreOptions => RestoreOptions.parse({});

export const AreaChange = z.object({
  area: Area,
  added: z.number().int(),
  replaced: z.number().int(),
  removed: z.number().int(),
  unchanged: z.number().int(),
  bytes: z.number().int(),
  /** The first of each, for a person to read; the counts above are of all. */
  samples: z.array(z.object({ path: z.string(), change: z.enum(['added', 'replaced', 'removed']) })),
});
export type AreaChange = z.infer<typeof AreaChange>;

/** Rows are null where the table (or the whole database) isn't there on that side. */
export const DatabaseChange = z.object({
  path: z.string(),
  tables: z.array(z.object({ table: z.string(), rowsNow: z.number().int().nullable(), rowsAfter: z.number().int().nullable() })),
});
export type DatabaseChange = z.infer<typeof DatabaseChange>;

export const RestoreChanges = z.object({
  backupId: z.string(),
  backupCreatedAt: Timestamp,
  areas: z.array(AreaChange),
  databases: z.array(DatabaseChange),
  warnings: z.array(z.string()),
});
export type RestoreChanges = z.infer<typeof RestoreChanges>;

export const RestoreState = z.enum(['staged', 'promoting', 'promoted', 'confirmed', 'rolled-back', 'failed']);
export type RestoreState = z.infer<typeof RestoreState>;

export const PendingRestore = z.object({
  id: z.string(),
  /** undo: what is staged is the state from before an earlier restore. */
  kind: z.enum(['restore', 'undo']),
  backupId: z.string(),
  backupPath: z.string(),
  stagingDir: z.string(),
  createdAt: Timestamp,
  state: RestoreState,
  options: RestoreOptions,
  changes: RestoreChanges,
});
export type PendingRestore = z.infer<typeof PendingRestore>;

/** What became of the last restore, kept until the next one. */
export const RestoreResult = z.object({
  id: z.string(),
  kind: z.enum(['restore', 'undo']),
  backupId: z.string(),
  state: z.enum(['confirmed', 'rolled-back', 'failed']),
  success: z.boolean(),
  finishedAt: Timestamp,
  areas: z.array(Area),
  filesRestored: z.number().int(),
  filesSkipped: z.number().int(),
  changes: RestoreChanges.nullable(),
  checkpointId: z.string().nullable(),
  checkpointAt: Timestamp.nullable(),
  checkpointReason: z.string().nullable(),
  warnings: z.array(z.string()),
  errors: z.array(ErrorData),
  /** Until when it can be undone; null where it can't. */
  undoUntil: Timestamp.nullable(),
  /** False until somebody has dismissed the report. */
  seen: z.boolean(),
});
export type RestoreResult = z.infer<typeof RestoreResult>;

export const RestoreStatus = z.object({ pending: PendingRestore.nullable(), last: RestoreResult.nullable() });
export type RestoreStatus = z.infer<typeof RestoreStatus>;

export const CreateRequest = z.object({
  type: BackupType.default('full'),
  label: z.string().trim().min(1).max(80).optional(),
});
export type CreateRequest = z.infer<typeof CreateRequest>;

/** What each kind of job leaves in `Job.result`. */
export const jobResults = {
  'backup.create': BackupInfo,
  'backup.verify': VerifyResult,
  'backup.plan': RestoreChanges,
  /** RestoreResult when it was applied at once (`requireRestart: false`), PendingRestore otherwise. */
  'backup.restore': z.union([PendingRestore, RestoreResult]),
  'backup.export': z.object({ id: z.string(), to: z.string(), sizeBytes: z.number().int(), checksum: z.string() }),
  'backup.import': BackupInfo,
} as const;

const byId = z.object({ id: IdPrefix });
const restoreInput = z.object({ id: IdPrefix, options: RestoreOptions.prefault({}) });

export const backupContract = {
  list: procedure
    .route({ method: 'GET', path: '/backups', summary: 'Backups, newest first' })
    .output(z.object({ backups: z.array(BackupInfo) })),
  get: procedure.route({ method: 'GET', path: '/backups/{id}', summary: 'One backup' }).input(byId).output(BackupInfo),
  files: procedure
    .route({ method: 'GET', path: '/backups/{id}/files', summary: 'What a backup holds, by path, and what was left out and why' })
    .input(
      byId.extend({
        search: z.string().max(200).optional(),
        offset: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(50_000).default(1_000),
      }),
    )
    .output(
      z.object({
        total: z.number().int(),
        entries: z.array(BackupEntry),
        excluded: z.array(z.object({ path: z.string(), why: z.string() })),
      }),
    ),
  create: procedure.route({ method: 'POST', path: '/backups', summary: 'Back up' }).input(CreateRequest).output(Job),
  verify: procedure
    .route({ method: 'POST', path: '/backups/verify', summary: 'Verify backups; without ids all of them' })
    .input(z.object({ ids: z.array(IdPrefix).optional(), deep: z.boolean().default(false) }))
    .output(Job),
  delete: procedure.route({ method: 'DELETE', path: '/backups/{id}', summary: 'Delete a backup' }).input(byId).output(BackupInfo),
  export: procedure
    .route({ method: 'POST', path: '/backups/{id}/export', summary: 'Copy a backup to a file, verified' })
    .input(byId.extend({ to: FilePath }))
    .output(Job),
  import: procedure
    .route({ method: 'POST', path: '/backups/import', summary: 'Verify a foreign archive and add it' })
    .input(z.object({ file: FilePath }))
    .output(Job),
  plan: procedure
    .route({ method: 'POST', path: '/backups/{id}/plan', summary: 'What a restore would change; touches nothing' })
    .input(restoreInput)
    .output(Job),
  restore: procedure
    .route({ method: 'POST', path: '/backups/{id}/restore', summary: 'Stage a restore for the next start' })
    .input(restoreInput)
    .output(Job),
  pending: procedure
    .route({ method: 'GET', path: '/restore', summary: 'The staged restore and the result of the last one' })
    .output(RestoreStatus),
  cancelRestore: procedure.route({ method: 'POST', path: '/restore/cancel', summary: 'Discard the staged restore' }).output(RestoreStatus),
  undo: procedure
    .route({ method: 'POST', path: '/restore/undo', summary: 'Stage the state from before the last restore' })
    .output(PendingRestore),
  dismissReport: procedure
    .route({ method: 'POST', path: '/restore/dismiss', summary: 'Mark the last report as read' })
    .output(RestoreStatus),
};
