import type { BackupFormat } from '../format.ts';
import { createZip } from './write-zip.ts';
import { openZip, openZipContent } from './open-zip.ts';

/** One self-contained file that any zip tool opens. */
export const zipFormat: BackupFormat = { name: 'zip', extension: '.zip', create: createZip, open: openZip, openContent: openZipContent };
