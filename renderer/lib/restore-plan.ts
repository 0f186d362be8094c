import type { Area, BackupInfo, RestoreChanges, RestoreOptions } from '#shared/contract/backup.ts';
import { formatCount, formatPlural } from '#shared/format.ts';

export const areaNames: Record<Area, { name: string; what: string }> = {
  config: { name: 'Configuration', what: 'Settings and profiles' },
  data: { name: 'Data', what: 'Databases and artifacts' },
  skills: { name: 'Skills', what: 'Skill folders' },
};

const optionOf = { config: 'restoreConfig', data: 'restoreData', skills: 'restoreSkills' } as const satisfies Record<
  Area,
  keyof RestoreOptions
>;

export const isChosen = (options: RestoreOptions, area: Area): boolean => options[optionOf[area]];

export const withArea = (options: RestoreOptions, area: Area, on: boolean): RestoreOptions => ({ ...options, [optionOf[area]]: on });

/** Everything the backup has, over what is there, with a safety copy. What it does not have can't be chosen. */
export const startingOptions = (backup: Pick<BackupInfo, 'areas'>): RestoreOptions => ({
  restoreConfig: backup.areas.includes('config'),
  restoreData: backup.areas.includes('data'),
  restoreSkills: backup.areas.includes('skills'),
  overwriteExisting: true,
  createCheckpoint: true,
  skipVerify: false,
  requireRestart: true,
});

export interface ChangeTotals {
  added: number;
  replaced: number;
  removed: number;
  unchanged: number;
  bytes: number;
}

export function totalsOf(changes: Pick<RestoreChanges, 'areas'>): ChangeTotals {
  const totals: ChangeTotals = { added: 0, replaced: 0, removed: 0, unchanged: 0, bytes: 0 };
  for (const area of changes.areas) {
    totals.added += area.added;
    totals.replaced += area.replaced;
    totals.removed += area.removed;
    totals.unchanged += area.unchanged;
    totals.bytes += area.bytes;
  }
  return totals;
}

/** One line: `120 files added, 3 replaced, 1 removed; 2 databases`. */
export function summariseChanges(changes: Pick<RestoreChanges, 'areas' | 'databases'>): string {
  const totals = totalsOf(changes);
  const said = (['added', 'replaced', 'removed'] as const)
    .filter((change) => totals[change] > 0)
    .map((change, index) => `${index === 0 ? formatPlural(totals[change], 'file') : formatCount(totals[change])} ${change}`);
  const files = said.length === 0 ? 'no file changes' : said.join(', ');
  return changes.databases.length === 0 ? files : `${files}; ${formatPlural(changes.databases.length, 'database')}`;
}
