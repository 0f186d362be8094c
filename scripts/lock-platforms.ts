/**
 * Run after `npm install` changed package-lock.json: `node scripts/lock-platforms.ts`.
 *
 * npm leaves a package for another platform out of the lockfile when the registry it asked (a mirror, say) does not
 * offer it, and `npm ci` then refuses the lockfile everywhere. This puts those in, bound to their platform.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillGaps, findGaps, type Lockfile } from './lockfile/platforms.ts';

const path = join(import.meta.dirname, '..', 'package-lock.json');
const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile;
const gaps = findGaps(lockfile);
if (gaps.length > 0) writeFileSync(path, `${JSON.stringify(fillGaps(lockfile), null, 2)}\n`);
process.stdout.write(gaps.length === 0 ? 'The lockfile has no gaps.\n' : `Added ${gaps.map(({ name }) => name).join(', ')}.\n`);
