import type { CreateRequest, RestoreOptions } from '#shared/contract/backup.ts';

/** Arguments after `cofferdam`, as an array; `commandLine` makes a line to paste of it. */
export type Command = readonly string[];

export const commands = {
  backupCreate: ({ type, label }: CreateRequest): Command => ['backup', 'create', '--type', type, ...option('--label', label)],
  backupList: (): Command => ['backup', 'list'],
  backupShow: (id: string): Command => ['backup', 'show', id],
  backupFiles: (id: string): Command => ['backup', 'files', id],
  /** Without an id: all. */
  backupVerify: (id: string | undefined, deep: boolean): Command => ['backup', 'verify', id ?? '--all', ...flag('--deep', deep)],
  backupDelete: (id: string): Command => ['backup', 'delete', id],
  backupExport: (id: string, to: string): Command => ['backup', 'export', id, '--to', to || 'FILE'],
  backupImport: (file: string): Command => ['backup', 'import', file || 'FILE'],
  backupPlan: (id: string, options: RestoreOptions): Command => [...commands.backupRestore(id, options), '--dry-run'],
  backupRestore: (id: string, options: RestoreOptions): Command => [
    'backup',
    'restore',
    id,
    ...onlyAreas(options),
    ...flag('--no-overwrite', !options.overwriteExisting),
    ...flag('--no-checkpoint', !options.createCheckpoint),
    ...flag('--skip-verify', options.skipVerify),
  ],
  pending: (): Command => ['backup', 'pending'],
  cancelRestore: (): Command => ['backup', 'cancel-restore'],
  undo: (): Command => ['backup', 'undo'],
  jobList: (): Command => ['job', 'list'],
  jobShow: (id: string): Command => ['job', 'show', id],
  jobCancel: (id: string): Command => ['job', 'cancel', id],
  doctor: (): Command => ['doctor'],
  settingsShow: (): Command => ['settings', 'show'],
  /** `key` as in `backup.compressionLevel`. */
  settingsSet: (key: string, value: string | number | boolean): Command => ['settings', 'set', key, String(value)],
};

/** The home every Cofferdam finds by itself needs no flag; any other is named, so that the line works in any shell. */
export function commandLine(command: Command, home?: string): string {
  const where = home === undefined || home.endsWith('/.local/share/cofferdam') ? [] : ['--home', home];
  return ['cofferdam', ...where, ...command].map(shellQuote).join(' ');
}

/** For a POSIX shell: bare where it may be, else double quotes, else single quotes, in which nothing has a meaning. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/["$`\\!\n]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A value that looks like a flag has to be tied to its own. */
const option = (name: string, value: string | undefined): string[] =>
  value === undefined || value === '' ? [] : value.startsWith('-') ? [`${name}=${value}`] : [name, value];

const flag = (name: string, on: boolean): string[] => (on ? [name] : []);

function onlyAreas({ restoreConfig, restoreData, restoreSkills }: RestoreOptions): string[] {
  const chosen = [restoreConfig && 'config', restoreData && 'data', restoreSkills && 'skills'].filter(Boolean);
  return chosen.length === 3 ? [] : ['--only', chosen.join(',')];
}
