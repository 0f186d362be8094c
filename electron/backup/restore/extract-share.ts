import type { TaskContext } from '../../workers/index.ts';
import { requireFormat } from '../inspect-archive.ts';
import type { ManifestEntry } from '../manifest.ts';
import { extractFiles } from './extract.ts';

/** A part of an archive's files, for one of several threads. */
export interface ExtractShare {
  archive: string;
  target: string;
  skipVerify: boolean;
  /** From the manifest that the other thread has checked. */
  entries: ManifestEntry[];
}

/** @returns warnings, as `extractFiles` does */
export async function extractShare(
  { archive: path, target, skipVerify, entries }: ExtractShare,
  { check, report }: TaskContext,
): Promise<string[]> {
  if (entries.length === 0) return [];
  const archive = await requireFormat(path).openContent(path);
  try {
    let done = 0;
    return await extractFiles(archive, entries, {
      target,
      skipVerify,
      check,
      onEntry(entry) {
        report({ done, item: entry.path });
        done += entry.size;
      },
    });
  } finally {
    archive.close();
  }
}
