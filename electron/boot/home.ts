import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type Area, areas } from '#shared/contract/backup.ts';

/** Every path below a home folder. Only this file knows the layout (docs/home.md). */
export interface Home {
  readonly root: string;
  readonly settingsFile: string;
  readonly databaseFile: string;
  readonly lockFile: string;
  readonly socketFile: string;
  readonly runStateFile: string;
  readonly backups: string;
  readonly restore: string;
  readonly journalFile: string;
  readonly quarantine: string;
  readonly logs: string;
  area(area: Area): string;
  staged(id: string, area?: Area): string;
  aside(id: string, area?: Area): string;
}

export function homeAt(root: string): Home {
  const restore = join(root, 'restore');
  return {
    root,
    settingsFile: join(root, 'config', 'settings.json'),
    databaseFile: join(root, 'data', 'cofferdam.db'),
    lockFile: join(root, 'instance.db'),
    socketFile: join(root, 'instance.sock'),
    runStateFile: join(root, 'state.json'),
    backups: join(root, 'backups'),
    restore,
    journalFile: join(restore, 'journal.json'),
    quarantine: join(root, 'quarantine'),
    logs: join(root, 'logs'),
    area: (area) => join(root, area),
    staged: (id, area) => join(restore, 'staged', id, area ?? ''),
    aside: (id, area) => join(restore, 'aside', id, area ?? ''),
  };
}

/** `--home`, else `COFFERDAM_HOME`, else `$XDG_DATA_HOME/cofferdam`, else `~/.local/share/cofferdam`. */
export function resolveHome(flag: string | undefined, env: NodeJS.ProcessEnv = process.env): Home {
  const named = flag ?? env['COFFERDAM_HOME'];
  if (named) return homeAt(resolve(named));
  const dataHome = env['XDG_DATA_HOME'];
  // The XDG base directory specification: a relative path there is invalid and to be ignored.
  const base = dataHome && isAbsolute(dataHome) ? dataHome : join(homedir(), '.local', 'share');
  return homeAt(join(base, 'cofferdam'));
}

/** The folders a running instance needs, below the root. */
export const homeFolders = (home: Home): string[] => [
  ...areas.map((area) => home.area(area)),
  home.backups,
  home.restore,
  home.quarantine,
  home.logs,
];
