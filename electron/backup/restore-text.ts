import type { Manifest } from './manifest.ts';

/** Travels inside each archive, for the day when Cofferdam is not at hand. */
export function restoreText(manifest: Manifest): string {
  const renamed = manifest.entries.filter((entry) => entry.stored !== undefined);
  return `This is a backup written by Cofferdam ${manifest.version} on ${manifest.host}, ${manifest.createdAt}.
It can be restored without Cofferdam:

1. Stop Cofferdam.
2. Unpack it:                      unzip ARCHIVE.zip -d restored
3. Move today's folders away:      mv HOME/data HOME/data.old        (likewise config and skills)
4. Put the backup's in their place: cp -a restored/data HOME/data    (likewise config and skills)
   Copy whole folders. Never leave a -wal or -shm file of the old database beside a restored one.
5. Check a database:               sqlite3 HOME/data/cofferdam.db 'PRAGMA integrity_check'
6. Start Cofferdam.

It holds: ${manifest.areas.join(', ')}. manifest.json lists every file with its SHA-256.
HOME is the folder named by --home or COFFERDAM_HOME, else ~/.local/share/cofferdam.
${
  renamed.length === 0
    ? ''
    : `\nThese files have another name in the archive, because two names may not differ only in case there:\n${renamed.map(({ stored, path }) => `  ${stored}  is  ${path}`).join('\n')}\n`
}`;
}
