import type { BackupEntry, BackupInfo } from '#shared/contract/backup.ts';
import { AppError } from '#shared/errors.ts';
import { hashFile } from '../files/index.ts';
import type { TaskContext } from '../workers/index.ts';
import { backupInfo } from './backup-info.ts';
import { type BackupFormat, formatOf, type OpenArchive } from './formats/index.ts';
import type { Excluded } from './scan-area.ts';

export type InspectInput = { want: 'info'; path: string } | ({ want: 'files'; path: string } & FilesPage);

export interface FilesPage {
  search?: string | undefined;
  offset: number;
  limit: number;
}

export interface FilesResult {
  total: number;
  entries: BackupEntry[];
  excluded: Excluded[];
}

/** @throws UNSUPPORTED for a file whose name says that no format of ours wrote it */
export function requireFormat(path: string): BackupFormat {
  const format = formatOf(path);
  if (format) return format;
  throw new AppError('backup.open', 'UNSUPPORTED', `${path} is not in a backup format that Cofferdam knows`, {
    hint: 'Name a .zip file that Cofferdam wrote.',
  });
}

/** @throws UNSUPPORTED, else as `BackupFormat.open` */
export async function openArchive(path: string): Promise<OpenArchive> {
  return requireFormat(path).open(path);
}

/** Reads an archive's own table of contents: to rebuild a lost side-car, or to list what it holds. */
export async function inspectArchive(input: InspectInput, { signal }: TaskContext): Promise<BackupInfo | FilesResult> {
  const archive = await openArchive(input.path);
  try {
    if (input.want === 'files') return page(archive, input);
    const checksum = await hashFile(input.path, { signal });
    return backupInfo(archive.manifest, { path: input.path, sizeBytes: archive.sizeBytes, checksum }, { verifiedAt: null, verdict: null });
  } finally {
    archive.close();
  }
}

function page({ manifest }: OpenArchive, { search, offset, limit }: FilesPage): FilesResult {
  const wanted = search?.toLowerCase();
  const matching = wanted ? manifest.entries.filter(({ path }) => path.toLowerCase().includes(wanted)) : manifest.entries;
  const entries = matching
    .slice(offset, offset + limit)
    .map(({ path, area, kind, size, mtime, sha256 }) => ({ path, area, kind, size, mtime, sha256 }));
  return { total: matching.length, entries, excluded: manifest.excluded };
}
