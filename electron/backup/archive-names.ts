import { manifestName, restoreTextName } from './manifest.ts';

/** How two names compare on the least careful file system: Unicode-normalised and without case. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC');

// Not portable in an archive, though Linux allows them in a name: reading refuses them, so writing replaces them.
const unportable = /[\u0000-\u001f\u007f\\:]/g;

/**
 * Names for the archive, one for each path: the path itself wherever possible. `Makefile` beside `makefile` is
 * fine on Linux, but an archive holding both is one that careful readers refuse; the second one is stored as
 * `makefile~2` and the manifest keeps its real path.
 */
export function archiveNames(paths: readonly string[]): string[] {
  const taken = new Set([manifestName, restoreTextName].map(foldName));
  return paths.map((path) => {
    const clean = path.replace(unportable, '_');
    let name = clean;
    for (let copy = 2; taken.has(foldName(name)); copy += 1) name = `${clean}~${copy}`;
    taken.add(foldName(name));
    return name;
  });
}
