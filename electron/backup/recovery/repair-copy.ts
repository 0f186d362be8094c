import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RepairMethod } from '#shared/contract/recovery.ts';
import type { TaskContext } from '../../workers/index.ts';
import { damageOf, type Repair, type Rung, rungs } from './rungs.ts';

export interface RepairInput {
  /** The damaged database; only read. */
  path: string;
  /** An existing folder to work in. */
  scratch: string;
}

export type Repaired = ({ method: RepairMethod } & Repair) | null;

const sideFiles = ['-wal', '-journal'];

/**
 * Climbs the ladder until one rung leaves a database that passes `integrity_check`. Every rung starts from a new copy,
 * so that one that fails spoils nothing for the next. Runs in a worker.
 * @returns the sound file, somewhere in `scratch`, or null when no rung made one
 */
export async function repairCopy({ path, scratch }: RepairInput, context: TaskContext): Promise<Repaired> {
  const { check, report } = context;
  for (const [index, rung] of rungs.entries()) {
    check();
    report({ phase: `Repairing: ${rung.method}`, done: index, total: rungs.length, unit: 'steps', item: path });
    const folder = join(scratch, rung.method);
    mkdirSync(folder, { mode: 0o700 });
    const copy = join(folder, 'damaged.db');
    copyFileSync(path, copy);
    for (const suffix of sideFiles) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
    const repair = await attempt(() => rung.repair(copy, join(folder, 'fresh.db'), context));
    if (repair && damageOf(repair.path).length === 0) return { method: rung.method, ...repair };
    rmSync(folder, { recursive: true, force: true });
  }
  return null;
}

/** On damage the rung has failed, and that is what the next one is for. A cancellation goes up. */
async function attempt(act: () => ReturnType<Rung['repair']>): Promise<Repair | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && error.name === 'SqliteError') return undefined;
    throw error;
  }
}
