import { useQuery } from '@tanstack/react-query';
import type { Settings } from '#shared/contract/settings.ts';
import { CommandButton } from '../../components/command-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { orpc } from '../../lib/client.ts';
import { commands } from '../../lib/commands.ts';
import { NumberSetting } from './number-setting.tsx';
import { SettingRow, SettingsGroup } from './setting-row.tsx';
import { SwitchSetting } from './switch-setting.tsx';
import { useSave } from './use-save.ts';

const themes = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const levels = [
  { value: 'error', label: 'Errors' },
  { value: 'warn', label: 'Warnings' },
  { value: 'info', label: 'Normal' },
  { value: 'debug', label: 'Everything' },
] as const;

/** Every field saves itself and says so. */
export function SettingsPage() {
  const { data, error, refetch } = useQuery(orpc.settings.get.queryOptions());
  return (
    <>
      <PageHeader title="Settings">
        <CommandButton command={commands.settingsShow()} what="Settings" />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="group" aria-label="All settings">
        <div className="mx-auto flex max-w-[720px] flex-col gap-6 p-5">
          {error && !data && <ErrorNotice error={error} onRetry={() => void refetch()} />}
          {!data && !error && <SkeletonRows label="Loading the settings" />}
          {data?.problem && <ErrorNotice error={data.problem} title="The settings file could not be read; defaults are in force" />}
          {data && <Form settings={data.settings} />}
          {data && (
            <p className="text-sm text-muted">
              Kept in <span className="font-mono break-all select-text">{data.path}</span>
            </p>
          )}
        </div>
      </div>
    </>
  );
}

function Form({ settings }: { settings: Settings }) {
  return (
    <>
      <SettingsGroup title="Appearance">
        <ThemeSetting value={settings.appearance.theme} />
      </SettingsGroup>
      <SettingsGroup title="Backups">
        <NumberSetting
          label="Compression"
          hint="1 is fast, 9 is small. Above 3 little is won for much time."
          value={settings.backup.compressionLevel}
          min={1}
          max={9}
          name="backup.compressionLevel"
          patch={(compressionLevel) => ({ backup: { compressionLevel } })}
        />
        <NumberSetting
          label="Keep undo for"
          hint="How long the state from before a restore is kept."
          value={settings.backup.keepUndoDays}
          min={1}
          max={365}
          unit="days"
          name="backup.keepUndoDays"
          patch={(keepUndoDays) => ({ backup: { keepUndoDays } })}
        />
      </SettingsGroup>
      <SettingsGroup title="Desktop">
        <SwitchSetting
          label="Keep running in the tray"
          hint="Closing the window leaves Cofferdam running where the desktop shows a tray."
          value={settings.desktop.closeToTray}
          name="desktop.closeToTray"
          patch={(closeToTray) => ({ desktop: { closeToTray } })}
        />
        <SwitchSetting
          label="Notifications"
          hint="Tell when a long job ends while the window is out of sight."
          value={settings.desktop.notifications}
          name="desktop.notifications"
          patch={(notifications) => ({ desktop: { notifications } })}
        />
      </SettingsGroup>
      <SettingsGroup title="Log">
        <LevelSetting value={settings.log.level} />
      </SettingsGroup>
    </>
  );
}

function ThemeSetting({ value }: { value: Settings['appearance']['theme'] }) {
  const save = useSave();
  return (
    <SettingRow label="Theme" state={save.state} command={commands.settingsSet('appearance.theme', value)}>
      <Segmented label="Theme" value={value} options={themes} onChange={(theme) => save.save({ appearance: { theme } })} />
    </SettingRow>
  );
}

function LevelSetting({ value }: { value: Settings['log']['level'] }) {
  const save = useSave();
  return (
    <SettingRow
      label="Detail of the log"
      hint="“Everything” is for looking for a fault; it fills the disk faster."
      state={save.state}
      command={commands.settingsSet('log.level', value)}
    >
      <Segmented label="Detail of the log" value={value} options={levels} onChange={(level) => save.save({ log: { level } })} />
    </SettingRow>
  );
}
