import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';
import type { SettingsPatch } from '#shared/contract/settings.ts';
import { commands } from '../../lib/commands.ts';
import { SettingRow } from './setting-row.tsx';
import { useSave } from './use-save.ts';

export interface SwitchSettingProps {
  label: string;
  hint: string;
  value: boolean;
  /** As in `backup.compressionLevel`. */
  name: string;
  patch: (value: boolean) => SettingsPatch;
}

export function SwitchSetting({ label, hint, value, name, patch }: SwitchSettingProps) {
  const id = useId();
  const { save, state } = useSave();
  return (
    <SettingRow label={label} hint={hint} state={state} command={commands.settingsSet(name, value)}>
      <Switch.Root
        id={id}
        aria-label={label}
        checked={value}
        onCheckedChange={(checked) => save(patch(checked))}
        className="flex h-4.5 w-8 shrink-0 rounded-full border border-line-strong bg-active p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent"
      >
        <Switch.Thumb className="size-3 rounded-full bg-muted transition-transform data-checked:translate-x-3.5 data-checked:bg-on-accent" />
      </Switch.Root>
    </SettingRow>
  );
}
