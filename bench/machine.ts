import { readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/** "ext4 on /dev/…" says too much of somebody's machine; the kind of file system and disk is what times depend on. */
export function disk(path: string): string {
  const { stdout } = spawnSync('df', ['--output=fstype', path], { encoding: 'utf8' });
  const type = stdout?.trim().split('\n').at(-1) ?? 'unknown';
  return type === 'tmpfs' ? 'a file system in memory' : `${type} on disk`;
}

/** For example "Debian GNU/Linux 12 (bookworm)". */
export function systemName(): string {
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
}

export const filesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
