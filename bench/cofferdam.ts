import { join, resolve } from 'node:path';
import { measure, type Measured } from './measure.ts';
import type { Peer } from './peers.ts';

export const root = resolve(import.meta.dirname, '..');
export const launcher = join(root, 'scripts/cofferdam');

const cofferdam = (home: string, ...args: string[]): Promise<Measured> => measure(launcher, ['--home', home, ...args, '--json'], home);

/** Cofferdam through its own command line. `--no-checkpoint` only spares the next start one backup; staging is the same. */
export function cofferdamPeer(home: string): Peer {
  let id: string | null = null;
  const made = (): string => {
    if (id === null) throw new Error('there is no backup to work on yet');
    return id;
  };
  return {
    name: 'cofferdam',
    note: 'the database through SQLite, every entry read back and its SHA-256 checked, fsync',
    run: async (step) => {
      if (step === 'verify') return cofferdam(home, 'backup', 'verify', made());
      if (step === 'restore') return cofferdam(home, 'backup', 'restore', made(), '--no-checkpoint', '--yes');
      const measured = await cofferdam(home, 'backup', 'create', '--type', 'full');
      id = (JSON.parse(measured.stdout) as { id: string }).id;
      return measured;
    },
    clear: () => undefined,
  };
}

/** Leaves the home as it was before the run, so that each starts from the same. */
export async function clearCofferdam(home: string): Promise<void> {
  await cofferdam(home, 'backup', 'cancel-restore', '--yes');
  const { backups } = JSON.parse((await cofferdam(home, 'backup', 'list')).stdout) as { backups: { id: string }[] };
  for (const { id } of backups) await cofferdam(home, 'backup', 'delete', id, '--yes');
}
