import type { SettingsPatch } from '#shared/contract/settings.ts';
import type { RawSettings } from './read-file.ts';

/** `raw` with the patch laid over it, one level deep like the schema. What the patch does not name stays, known to us or not. */
export function mergeSettings(raw: RawSettings, patch: SettingsPatch): RawSettings {
  const merged: RawSettings = { ...raw };
  for (const [section, values] of Object.entries(patch)) {
    if (values === undefined) continue;
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    if (given.length > 0) merged[section] = { ...sectionOf(raw, section), ...Object.fromEntries(given) };
  }
  return merged;
}

function sectionOf(raw: RawSettings, section: string): object {
  const value = raw[section];
  return typeof value === 'object' && value !== null ? value : {};
}
