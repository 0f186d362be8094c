import * as z from 'zod';
import { Area, BackupSource, BackupType } from '#shared/contract/backup.ts';
import { Timestamp } from '#shared/contract/common.ts';

export const manifestFormat = 1;
export const manifestName = 'manifest.json';
export const restoreTextName = 'RESTORE.txt';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const EntryKind = z.enum(['file', 'sqlite', 'link', 'folder']);

/**
 * One thing a backup holds. `path` starts with the area and uses `/`. Folders are entries too, because an empty
 * folder and a folder's mode are part of the state. A link's sha256 and size are those of its target text.
 */
export const ManifestEntry = z.object({
  path: z.string().min(1).max(4096),
  area: Area,
  kind: EntryKind,
  size: z.number().int().nonnegative(),
  mode: z.number().int().min(0).max(0o777),
  mtime: Timestamp,
  sha256: Sha256.nullable(),
  /** Name inside the archive, where it had to differ from `path` (see archive-names.ts). */
  stored: z.string().optional(),
  /** sqlite only. */
  userVersion: z.number().int().optional(),
  rows: z.record(z.string(), z.number().int().nonnegative()).optional(),
});
export type ManifestEntry = z.infer<typeof ManifestEntry>;

export const SchemaState = z.object({
  backend: z.literal('sqlite'),
  version: z.number().int().nonnegative(),
  applied: z.array(z.object({ version: z.number().int(), checksum: z.string() })),
});
export type SchemaState = z.infer<typeof SchemaState>;

/** The archive's own table of contents (docs/restore-by-hand.md), its entries unchecked. Paths are relative, so a backups folder can move. */
export const ManifestHeader = z.object({
  format: z.literal(manifestFormat),
  id: z.ulid(),
  createdAt: Timestamp,
  host: z.string(),
  version: z.string(),
  schema: SchemaState,
  type: BackupType,
  areas: z.array(Area),
  createdBy: BackupSource,
  label: z.string().nullable(),
  checkpointReason: z.string().nullable(),
  entries: z.array(z.unknown()),
  excluded: z.array(z.object({ path: z.string(), why: z.string() })),
});
export type Manifest = Omit<z.infer<typeof ManifestHeader>, 'entries'> & { entries: ManifestEntry[] };

export const storedName = (entry: ManifestEntry): string => entry.stored ?? (entry.kind === 'folder' ? `${entry.path}/` : entry.path);

export const contentBytes = (entries: readonly ManifestEntry[]): number => entries.reduce((sum, entry) => sum + entry.size, 0);

/** Folders are not counted: people count files. */
export const fileCount = (entries: readonly ManifestEntry[]): number => entries.filter((entry) => entry.kind !== 'folder').length;
