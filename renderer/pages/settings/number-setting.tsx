import { useEffect, useId, useState } from 'react';
import type { SettingsPatch } from '#shared/contract/settings.ts';
import { commands } from '../../lib/commands.ts';
import { SettingRow } from './setting-row.tsx';
import { useSave } from './use-save.ts';

export interface NumberSettingProps {
  label: string;
  hint: string;
  value: number;
  min: number;
  max: number;
  unit?: string;
  /** As in `backup.compressionLevel`. */
  name: string;
  patch: (value: number) => SettingsPatch;
}

/** Saves when the field is left or Enter is pressed; what is out of range is said, not corrected behind one's back. */
export function NumberSetting({ label, hint, value, min, max, unit, name, patch }: NumberSettingProps) {
  const id = useId();
  const { save, state } = useSave();
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const typed = Number(text);
  const wrong = text.trim() === '' || !Number.isInteger(typed) || typed < min || typed > max;
  const commit = (): void => {
    if (!wrong && typed !== value) save(patch(typed));
  };
  return (
    <SettingRow
      label={label}
      hint={wrong ? `A whole number from ${min} to ${max}.` : hint}
      state={state}
      command={commands.settingsSet(name, value)}
      controlId={id}
    >
      <span className="flex items-center gap-2">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          step={1}
          value={text}
          aria-invalid={wrong}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
          className="field w-20 text-right aria-invalid:border-error"
        />
        {unit !== undefined && <span className="text-muted">{unit}</span>}
      </span>
    </SettingRow>
  );
}
