import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type * as z from 'zod';
import { type BackupInfo, BackupInfo as BackupInfoSchema, BackupType } from '#shared/contract/backup.ts';
import type { ErrorData } from '#shared/errors.ts';
import { ioError, isErrno, writeFileDurably } from '../files/index.ts';
import { formatOf } from './formats/index.ts';
import { contentBytes, fileCount, type Manifest } from './manifest.ts';

/** What a side-car keeps. Where the archive lies and what pins it is known only to the running program. */
const Sidecar = BackupInfoSchema.omit({ path: true, pinnedBy: true, problem: true });

export const sidecarPath = (archive: string): string => `${archive}.json`;

/** `cofferdam-20261120T144700Z-full-<last 8 of the id>.zip` */
export function archiveName(id: string, createdAt: string, type: string, extension: string): string {
  const stamp = createdAt.replace(/[-:]|\.\d+/g, '');
  return `cofferdam-${stamp}-${type}-${id.slice(-8)}${extension}`;
}

export function backupInfo(
  manifest: Manifest,
  archive: { path: string; sizeBytes: number; checksum: string },
  verified: Pick<BackupInfo, 'verifiedAt' | 'verdict'>,
): BackupInfo {
  return {
    id: manifest.id,
    createdAt: manifest.createdAt,
    ...archive,
    contentBytes: contentBytes(manifest.entries),
    fileCount: fileCount(manifest.entries),
    type: manifest.type,
    areas: manifest.areas,
    createdBy: manifest.createdBy,
    label: manifest.label,
    isCheckpoint: manifest.createdBy === 'checkpoint',
    checkpointReason: manifest.checkpointReason,
    version: manifest.version,
    schemaVersion: manifest.schema.version,
    host: manifest.host,
    format: formatOf(archive.path)?.name ?? 'unknown',
    pinnedBy: null,
    ...verified,
    problem: null,
  };
}

/** An archive that can't be read is listed all the same, with what its name tells and why. */
export function unreadableInfo(path: string, sizeBytes: number, modified: Date, problem: ErrorData): BackupInfo {
  const name = /^cofferdam-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z]+)-([0-9A-Z]{8})\./.exec(basename(path));
  const [, year, month, day, hour, minute, second, type, tail] = name ?? [];
  const stamp = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return {
    id:
      tail ??
      basename(path)
        .replace(/[^0-9A-Za-z-]/g, '-')
        .slice(0, 40),
    createdAt: name && !Number.isNaN(Date.parse(stamp)) ? stamp : modified.toISOString(),
    sizeBytes,
    contentBytes: 0,
    fileCount: 0,
    path,
    type: BackupType.safeParse(type).data ?? 'full',
    areas: [],
    createdBy: 'manual',
    label: null,
    isCheckpoint: false,
    checkpointReason: null,
    checksum: '',
    version: 'unknown',
    schemaVersion: 0,
    host: 'unknown',
    format: formatOf(path)?.name ?? 'unknown',
    pinnedBy: null,
    verifiedAt: null,
    verdict: 'corrupt',
    problem,
  };
}

/** @returns undefined when there is none or it is not readable as one: it is a cache and will be made again. */
export async function readSidecar(archive: string): Promise<BackupInfo | undefined> {
  let text: string;
  try {
    text = await readFile(sidecarPath(archive), 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw ioError('backup.list', error, sidecarPath(archive));
  }
  const parsed = parseJson(text, Sidecar);
  return parsed && { ...parsed, path: archive, pinnedBy: null, problem: null };
}

export async function writeSidecar(info: BackupInfo): Promise<void> {
  await writeFileDurably(sidecarPath(info.path), `${JSON.stringify(Sidecar.parse(info), null, 2)}\n`);
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: rebuilt like a missing one
  }
}

export const archiveIn = (folder: string, manifest: Pick<Manifest, 'id' | 'createdAt' | 'type'>, extension: string): string =>
  join(folder, archiveName(manifest.id, manifest.createdAt, manifest.type, extension));
