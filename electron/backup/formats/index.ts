import { extname } from 'node:path';
import type { BackupFormat } from './format.ts';
import { zipFormat } from './zip/index.ts';

export { collect } from './collect.ts';
export type { ArchiveContent, ArchiveWriter, BackupFormat, EntryContent, OpenArchive, Written } from './format.ts';

export const formats: readonly BackupFormat[] = [zipFormat];
export const defaultFormat: BackupFormat = zipFormat;

export const formatOf = (path: string): BackupFormat | undefined => formats.find(({ extension }) => extension === extname(path));
