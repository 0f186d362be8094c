import * as z from 'zod';
import { ErrorData } from '../errors.ts';
import { procedure } from './common.ts';

/**
 * config/settings.json. Every field has a default; keys we don't know are kept, so that an older
 * Cofferdam does not lose what a newer one wrote.
 */
export const Settings = z.looseObject({
  appearance: z.looseObject({ theme: z.enum(['system', 'light', 'dark']).default('system') }).prefault({}),
  backup: z
    .looseObject({
      /** Deflate level of new archives, 1 (fast) to 9 (small). */
      compressionLevel: z.number().int().min(1).max(9).default(3),
      /** For how many days the state from before a restore is kept for undo. */
      keepUndoDays: z.number().int().min(1).max(365).default(7),
    })
    .prefault({}),
  desktop: z.looseObject({ closeToTray: z.boolean().default(false), notifications: z.boolean().default(true) }).prefault({}),
  log: z.looseObject({ level: z.enum(['error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
});
export type Settings = z.infer<typeof Settings>;
export const defaultSettings = (): Settings => Settings.parse({});

/** A change to some settings: what is absent stays as it is. */
export const SettingsPatch = z.object({
  appearance: z
    .object({ theme: z.enum(['system', 'light', 'dark']) })
    .partial()
    .optional(),
  backup: z
    .object({ compressionLevel: z.number().int().min(1).max(9), keepUndoDays: z.number().int().min(1).max(365) })
    .partial()
    .optional(),
  desktop: z.object({ closeToTray: z.boolean(), notifications: z.boolean() }).partial().optional(),
  log: z
    .object({ level: z.enum(['error', 'warn', 'info', 'debug']) })
    .partial()
    .optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

export const SettingsView = z.object({
  settings: Settings,
  path: z.string(),
  /** Set when the file could not be read: it was moved aside and defaults are in force. */
  problem: ErrorData.nullable(),
});
export type SettingsView = z.infer<typeof SettingsView>;

export const settingsContract = {
  get: procedure.route({ method: 'GET', path: '/settings', summary: 'Settings in force' }).output(SettingsView),
  update: procedure.route({ method: 'PATCH', path: '/settings', summary: 'Change settings' }).input(SettingsPatch).output(SettingsView),
};
