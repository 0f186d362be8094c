import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measure, type Measured } from './measure.ts';

export type Step = 'create' | 'verify' | 'restore';

/** A way to back a folder up, check the backup in full, and get it back. `clear` undoes the step for the next run. */
export interface Peer {
  name: string;
  note: string;
  run(step: Step): Promise<Measured>;
  clear(): void;
}

export const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

const areas = ['config', 'data', 'skills'];

/** Every peer that is installed; those that are not are named in `missing`. */
export function findPeers(home: string, work: string): { peers: Peer[]; missing: string[] } {
  const all: [needs: string[], make: () => Peer][] = [
    [['zip', 'unzip'], () => zip(home, work)],
    [['tar', 'zstd'], () => tarZstd(home, work)],
    [['restic'], () => restic(home, work)],
    [['borg'], () => borg(home, work)],
  ];
  const missing = all.flatMap(([needs]) => needs.filter((program) => !has(program)));
  return { peers: all.filter(([needs]) => needs.every(has)).map(([, make]) => make()), missing };
}

function zip(home: string, work: string): Peer {
  const archive = join(work, 'peer.zip');
  const out = join(work, 'peer-zip');
  return {
    name: 'zip -6, unzip',
    note: 'copies the database as a file, checks only CRC-32, no fsync',
    run: (step) => {
      if (step === 'create') return measure('zip', ['-6', '-q', '-r', archive, ...areas], home);
      if (step === 'verify') return measure('unzip', ['-tqq', archive], work);
      return measure('unzip', ['-q', archive, '-d', out], work);
    },
    clear: () => remove(archive, out),
  };
}

function tarZstd(home: string, work: string): Peer {
  const archive = join(work, 'peer.tar.zst');
  const out = join(work, 'peer-tar');
  return {
    name: 'tar + zstd -3 -T0',
    note: 'copies the database as a file, no index',
    run: (step) => {
      if (step === 'create') return measure('tar', ['-I', 'zstd -3 -T0', '-cf', archive, ...areas], home);
      if (step === 'verify') return measure('zstd', ['-tq', archive], work);
      return measure('sh', ['-c', 'mkdir "$1" && tar -I zstd -xf "$0" -C "$1"', archive, out], work);
    },
    clear: () => remove(archive, out),
  };
}

function restic(home: string, work: string): Peer {
  const repository = join(work, 'peer-restic');
  const out = join(work, 'peer-restic-out');
  const env = { RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: join(work, 'peer-restic-cache') };
  return {
    name: 'restic',
    note: 'encrypts and deduplicates; copies the database as a file',
    run: async (step) => {
      if (step === 'verify') return measure('restic', ['-q', 'check', '--read-data'], work, env);
      if (step === 'restore') return measure('restic', ['-q', 'restore', 'latest', '--target', out], work, env);
      await measure('restic', ['-q', 'init'], work, env);
      return measure('restic', ['-q', 'backup', ...areas], home, env);
    },
    clear: () => remove(repository, out, env.RESTIC_CACHE_DIR),
  };
}

function borg(home: string, work: string): Peer {
  const repository = join(work, 'peer-borg');
  const out = join(work, 'peer-borg-out');
  const env = {
    BORG_BASE_DIR: join(work, 'peer-borg-base'),
    BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
    BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
  };
  return {
    name: 'borg',
    note: 'deduplicates, lz4; copies the database as a file',
    run: async (step) => {
      if (step === 'verify') return measure('borg', ['check', '--verify-data', repository], work, env);
      if (step === 'restore') return measure('sh', ['-c', 'mkdir "$1" && cd "$1" && borg extract "$0"::a', repository, out], work, env);
      await measure('borg', ['init', '-e', 'none', repository], work, env);
      return measure('borg', ['create', `${repository}::a`, ...areas], home, env);
    },
    clear: () => remove(repository, out, env.BORG_BASE_DIR),
  };
}

function remove(...paths: string[]): void {
  for (const path of paths) if (existsSync(path)) rmSync(path, { recursive: true, force: true });
}
