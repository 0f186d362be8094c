import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Extracts a runtime that an earlier installation fetched, as Electron's installer would, after its checksum was
 * found right. Throws with a sentence otherwise.
 */
export async function unpackElectron(root: string, archive: { path: string; name: string }): Promise<string> {
  const folder = join(root, 'node_modules', 'electron');
  const checksums = JSON.parse(readFileSync(join(folder, 'checksums.json'), 'utf8')) as Record<string, string>;
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive.path), hash);
  if (hash.digest('hex') !== checksums[archive.name])
    throw new Error(`${archive.path} is damaged: its checksum is not that of the release`);

  // A dependency of electron, not of ours: loaded by its path, as Electron's own installer does.
  const load = createRequire(join(folder, 'install.js'));
  const { extract } = load('@electron-internal/extract-zip') as { extract: (zip: string, to: { dir: string }) => Promise<void> };
  const dist = join(folder, 'dist');
  const unpacking = `${dist}.unpacking`;
  for (const folder of [dist, unpacking]) rmSync(folder, { recursive: true, force: true });
  await extract(archive.path, { dir: unpacking });
  // Under its name only once it is whole.
  renameSync(unpacking, dist);
  writeFileSync(join(folder, 'path.txt'), 'electron');
  return join(dist, 'electron');
}
