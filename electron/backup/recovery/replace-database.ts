import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { ulid } from 'ulid';
import * as z from 'zod';
import type { Home } from '../../boot/home.ts';
import { failPoint, ioError, renameDurably, syncTree, writeFileDurably } from '../../files/index.ts';

const Plan = z.object({ target: z.string(), hasReplacement: z.boolean() });

const planName = 'plan.json';
const replacementName = 'replacement.db';
const parts = ['-journal', '-shm', '-wal', ''];

/**
 * Moves a damaged database, with its log, into a quarantine folder of its own and puts a sound one in its place; null
 * leaves the place empty. What happens is written down first, so that a start after a crash finishes it.
 * @returns the quarantine folder
 */
export async function replaceDatabase(home: Home, path: string, sound: string | null): Promise<string> {
  const folder = join(home.quarantine, `${ulid()}-${basename(path)}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (sound !== null) await renameDurably(sound, join(folder, replacementName));
    await syncTree(folder);
    const plan: z.infer<typeof Plan> = { target: relative(home.root, path), hasReplacement: sound !== null };
    await writeFileDurably(join(folder, planName), JSON.stringify(plan));
    failPoint('recover:planned');
    await carryOut(home, folder);
    return folder;
  } catch (error) {
    throw ioError('recover.replace', error, path);
  }
}

/** Finishes what a crash interrupted. Ran at each start, before any database opens. */
export async function finishReplacements(home: Home): Promise<void> {
  const names = await readdir(home.quarantine).catch(() => []); // none was ever needed
  for (const name of names) {
    const folder = join(home.quarantine, name);
    if (existsSync(join(folder, planName))) await carryOut(home, folder);
  }
}

/** Where the replacement lies says how far it got: once it has left the folder, the original has too. */
async function carryOut(home: Home, folder: string): Promise<void> {
  const plan = Plan.parse(JSON.parse(await readFile(join(folder, planName), 'utf8')));
  const target = join(home.root, plan.target);
  const replacement = join(folder, replacementName);
  if (!plan.hasReplacement || existsSync(replacement)) {
    for (const suffix of parts) {
      if (existsSync(target + suffix)) await renameDurably(target + suffix, join(folder, basename(target) + suffix));
      failPoint(`recover:moved${suffix}`);
    }
  }
  if (existsSync(replacement)) await renameDurably(replacement, target);
  failPoint('recover:placed');
  await rm(join(folder, planName));
}
