export { type OpenSettingsOptions, openSettings, type SettingsFile } from './settings-file.ts';
