import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import type { BackupType } from '#shared/contract/backup.ts';

const types: readonly { value: BackupType; name: string; what: string }[] = [
  { value: 'full', name: 'Full', what: 'Configuration, data and skills' },
  { value: 'config', name: 'Configuration', what: 'Settings and profiles only' },
  { value: 'data', name: 'Data', what: 'Databases and artifacts only' },
];

export function TypeChoice({ value, onChange }: { value: BackupType; onChange: (value: BackupType) => void }) {
  const id = useId();
  return (
    <RadioGroup aria-label="What to back up" value={value} onValueChange={onChange} className="flex flex-col gap-1.5">
      {types.map(({ value: type, name, what }) => (
        <label
          key={type}
          htmlFor={`${id}-${type}`}
          className="flex items-center gap-3 rounded-md border border-line p-2.5 has-data-checked:border-accent-text has-data-checked:bg-accent-soft"
        >
          <Radio.Root
            id={`${id}-${type}`}
            value={type}
            aria-label={`${name}: ${what}`}
            className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-bg data-checked:border-accent data-checked:bg-accent"
          >
            <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
          </Radio.Root>
          <span>
            <span className="block font-medium">{name}</span>
            <span className="block text-sm text-muted">{what}</span>
          </span>
        </label>
      ))}
    </RadioGroup>
  );
}
