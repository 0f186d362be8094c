import { randomBytes } from 'node:crypto';
import { stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { areas } from '#shared/contract/backup.ts';
import { formatBytes } from '#shared/format.ts';
import type { Home } from '../boot/home.ts';
import { quoteArgument } from '../process/index.ts';
import { type Check, failed, ok, warning } from './check.ts';

export const writableCheck = (home: Home): Check => ({
  id: 'home.writable',
  title: 'Home folder can be written',
  async run() {
    const probe = join(home.root, `.cofferdam-tmp-doctor-${randomBytes(6).toString('hex')}`);
    try {
      await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
      await unlink(probe);
      return ok(home.root);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return failed(
        `${home.root} can't be written: ${why}`,
        'Check who owns it, its mode, and whether its file system is full or mounted read-only.',
        `ls -ld ${quoteArgument(home.root)}`,
      );
    }
  },
});

/** Backups and settings may hold secrets: nobody else has any business in there. */
export const privacyCheck = (home: Home): Check => ({
  id: 'home.private',
  title: 'Home folder is private',
  async run() {
    const open = [];
    for (const folder of [home.root, ...areas.map((area) => home.area(area)), home.backups, home.restore, home.quarantine, home.logs]) {
      if (((await stat(folder)).mode & 0o077) !== 0) open.push(folder);
    }
    const [first] = open;
    if (first === undefined) return ok('Only you can look into it');
    const message =
      open.length === 1 ? `Others may look into ${first}` : `Others may look into ${open.length} folders, ${first} among them`;
    return warning(message, 'Take their access away.', `chmod 700 ${open.map(quoteArgument).join(' ')}`);
  },
});

const fewBytes = 2 * 1024 ** 3;
const smallShare = 0.1;

export const spaceCheck = (home: Home, read: (path: string) => Promise<{ free: number; total: number }> = readSpace): Check => ({
  id: 'home.space',
  title: 'Space for backups and restores',
  async run() {
    const { free, total } = await read(home.root);
    const percent = total === 0 ? 0 : Math.floor((100 * free) / total);
    const message = `${formatBytes(free)} (${percent} %) free`;
    if (free >= fewBytes && free >= smallShare * total) return ok(message);
    return warning(
      `Only ${message}`,
      'A restore needs room for a second copy of your data. Delete backups you no longer need, or move the home to a bigger disk.',
      'cofferdam backup list',
    );
  },
});

async function readSpace(path: string): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(path);
  return { free: bavail * bsize, total: blocks * bsize };
}
