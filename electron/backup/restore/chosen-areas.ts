import { type Area, areas, type RestoreOptions } from '#shared/contract/backup.ts';

/** The areas of a backup that a restore was asked for, in the order of the contract. */
export function chosenAreas(options: RestoreOptions, held: readonly Area[]): Area[] {
  const asked = { config: options.restoreConfig, data: options.restoreData, skills: options.restoreSkills };
  return areas.filter((area) => asked[area] && held.includes(area));
}
