import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Probe } from './find-electron.ts';
import type { SandboxFacts } from './plan.ts';
import { isBuilt, sourceFiles, sourceFolders } from './stale.ts';

/** This machine's disk. */
export const disk: Probe = {
  exists: existsSync,
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  folders: (path) =>
    existsSync(path)
      ? readdirSync(path, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
      : [],
};

export function sandboxFacts(electron: string): SandboxFacts {
  const helper = statSync(join(dirname(electron), 'chrome-sandbox'), { throwIfNoEntry: false });
  return {
    apparmorRestricts: disk.read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    usernsClone: disk.read('/proc/sys/kernel/unprivileged_userns_clone'),
    setuidHelper: helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0,
    profile: globSync('/etc/apparmor.d/*').some((path) => statSync(path).isFile() && mentions(path, electron)),
  };
}

export const modifiedAt = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;

export function newestSource(root: string): number {
  const inFolders = sourceFolders.flatMap((folder) => [folder, ...globSync(`${folder}/**/*`, { cwd: root })]);
  const times = [...sourceFiles, ...inFolders].filter(isBuilt).map((path) => modifiedAt(join(root, path)) ?? 0);
  return Math.max(0, ...times);
}

function mentions(profile: string, program: string): boolean {
  try {
    return readFileSync(profile, 'utf8').includes(`"${program}"`);
  } catch {
    // Not ours to read: then it is of no help to know of it either.
    return false;
  }
}
