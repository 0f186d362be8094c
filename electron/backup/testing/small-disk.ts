import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isErrno } from '../../files/index.ts';

/** A file system of its own in memory, gone at the end of the `using` block. Needs the right to mount one. */
export interface SmallDisk extends Disposable {
  path: string;
  /** Mounts it anew with other options, for example `ro` or `size=8m`. */
  remount(options: string): void;
  /** Writes until nothing more fits. @returns the file that takes the room */
  fill(): string;
}

const run = (command: string, ...words: string[]): unknown => execFileSync(command, words, { stdio: 'ignore' });

/** `size` as tmpfs(5) has it, for example `8m`. With `at`, it is mounted there. */
export function smallDisk(size: string, at?: string): SmallDisk {
  const path = at ?? mkdtempSync(join(tmpdir(), 'cofferdam-disk-'));
  mkdirSync(path, { recursive: true });
  run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path);
  return {
    path,
    remount: (options) => void run('mount', '-o', `remount,${options}`, path),
    fill() {
      const filler = join(path, 'filler');
      const descriptor = openSync(filler, 'w');
      try {
        for (;;) writeSync(descriptor, Buffer.alloc(65_536, 1));
      } catch (error) {
        if (!isErrno(error, 'ENOSPC')) throw error;
        return filler;
      } finally {
        closeSync(descriptor);
      }
    },
    [Symbol.dispose]() {
      run('umount', '--lazy', path);
      if (at === undefined) rmdirSync(path);
    },
  };
}

function mayMount(): boolean {
  try {
    smallDisk('1m')[Symbol.dispose]();
    return true;
  } catch {
    return false;
  }
}

export const canMount = mayMount();
/** Why a test of disks is skipped, for its name. */
export const needsMount = 'needs the right to mount a tmpfs';
