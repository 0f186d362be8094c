import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from '#shared/contract/backup.ts';
import { ioError, isErrno } from '../../files/index.ts';
import type { ManifestEntry } from '../manifest.ts';

type Kind = 'none' | 'folder' | 'other';

/**
 * For `overwriteExisting: false`: tells whether the live areas keep an entry out, because they have something at its
 * path, or something that is no folder where one of its parents would be. Never follows a link.
 */
export function liveKeeper(roots: Partial<Record<Area, string>>): (entry: Pick<ManifestEntry, 'path' | 'area' | 'kind'>) => boolean {
  const kinds = new Map<string, Kind>();
  const kindAt = (root: string, path: string): Kind => {
    const known = kinds.get(path);
    if (known) return known;
    const kind = kindOf(join(root, path.slice(path.indexOf('/') + 1)));
    kinds.set(path, kind);
    return kind;
  };
  return ({ path, area, kind }) => {
    const root = roots[area] ?? '';
    for (let slash = path.indexOf('/', area.length + 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const parent = kindAt(root, path.slice(0, slash));
      if (parent === 'none') return false;
      if (parent === 'other') return true;
    }
    const live = kindAt(root, path);
    return kind === 'folder' ? live === 'other' : live !== 'none';
  };
}

function kindOf(path: string): Kind {
  try {
    return lstatSync(path).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return 'none';
    throw ioError('restore.stage', error, path);
  }
}
