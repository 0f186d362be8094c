import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSampleHome } from '../scripts/sample-home.ts';

const cache = join(tmpdir(), 'cofferdam-bench');

/** A fresh copy of the sample home, made once for each size, that the run may do with as it likes. */
export function freshHome(bytes: number, into: string): string {
  const kept = join(cache, `home-${bytes}`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    const building = `${kept}.${process.pid}`;
    buildSampleHome(building, bytes);
    renameSync(building, kept);
  }
  rmSync(into, { recursive: true, force: true });
  cpSync(kept, into, { recursive: true, preserveTimestamps: true });
  return into;
}
