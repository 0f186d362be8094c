import { delimiter, isAbsolute } from 'node:path';

/**
 * What a subprocess sees of our environment. The rest stays out: it may hold credentials, or settings
 * (NODE_OPTIONS, LD_PRELOAD, ELECTRON_RUN_AS_NODE) that change what the tool does.
 */
const allowed = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'TZ',
  'TMPDIR',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'SSH_AUTH_SOCK',
]);
const isAllowed = (name: string): boolean => allowed.has(name) || name.startsWith('XDG_');

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Allowed variables of `source`, then `extra`. LC_ALL=C, because the output is read by programs. */
export function childEnvironment(extra: Record<string, string> = {}, source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept = Object.entries(source).filter((entry): entry is [string, string] => entry[1] !== undefined && isAllowed(entry[0]));
  const { PATH: path, ...others } = Object.fromEntries(kept);
  return { ...others, PATH: absolutePath(path) || defaultPath, LC_ALL: 'C', ...extra };
}

/** Without relative and empty entries, which would run what lies in the current folder. */
const absolutePath = (path = ''): string => path.split(delimiter).filter(isAbsolute).join(delimiter);
