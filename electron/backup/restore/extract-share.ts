import type { TaskContext } from '../../workers/index.ts';
import { openArchive } from '../inspect-archive.ts';
import { extractFiles } from './extract.ts';

/** A part of an archive's files, for one of several threads. */
export interface ExtractShare {
  archive: string;
  target: string;
  skipVerify: boolean;
  paths: string[];
}

/** @returns warnings, as `extractFiles` does */
export async function extractShare(
  { archive: path, target, skipVerify, paths }: ExtractShare,
  { check, report }: TaskContext,
): Promise<string[]> {
  if (paths.length === 0) return [];
  const archive = await openArchive(path);
  try {
    const wanted = new Set(paths);
    let done = 0;
    return await extractFiles(
      archive,
      archive.manifest.entries.filter((entry) => wanted.has(entry.path)),
      {
        target,
        skipVerify,
        check,
        onEntry(entry) {
          report({ done, item: entry.path });
          done += entry.size;
        },
      },
    );
  } finally {
    archive.close();
  }
}
