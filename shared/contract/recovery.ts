import * as z from 'zod';
import { procedure, Timestamp } from './common.ts';

/** How a damaged database was brought back, mildest first. */
export const RepairMethod = z.enum(['checkpoint', 'reindex', 'fts-rebuild', 'recover', 'row-salvage', 'backup', 'empty']);
export type RepairMethod = z.infer<typeof RepairMethod>;

export const DatabaseRepairDetail = z.object({
  method: RepairMethod,
  /** Rows by table. `lost` is null where nothing tells how many there were. */
  tables: z.array(z.object({ table: z.string(), kept: z.number().int(), lost: z.number().int().nullable() })),
  /** Some of its content may be gone. */
  partialImport: z.boolean(),
  warnings: z.array(z.string()),
  /** Where the damaged original lies now. */
  quarantine: z.string(),
  /** For the method `backup`: which one. */
  backupId: z.string().nullable(),
  backupTime: Timestamp.nullable(),
});
export type DatabaseRepairDetail = z.infer<typeof DatabaseRepairDetail>;

/** What a check of the databases found and what was done about it. Paths are relative to the home. */
export const AutoRecoveryResult = z.object({
  checkedAt: Timestamp,
  recovered: z.boolean(),
  databasesChecked: z.array(z.string()),
  corruptedDatabases: z.array(z.object({ path: z.string(), problems: z.array(z.string()) })),
  repairedDatabases: z.array(z.string()),
  repairDetails: z.record(z.string(), DatabaseRepairDetail),
  errors: z.array(z.string()),
});
export type AutoRecoveryResult = z.infer<typeof AutoRecoveryResult>;

export const HealthReport = z.object({
  checkedAt: Timestamp,
  healthy: z.boolean(),
  databases: z.array(z.object({ path: z.string(), problems: z.array(z.string()) })),
});
export type HealthReport = z.infer<typeof HealthReport>;

export const recoveryContract = {
  check: procedure
    .route({ method: 'GET', path: '/recovery/check', summary: 'Check every database of the home; changes nothing' })
    .output(HealthReport),
  last: procedure
    .route({ method: 'GET', path: '/recovery', summary: 'What this start found and repaired; null when there was nothing to check' })
    .output(z.object({ last: AutoRecoveryResult.nullable() })),
};
