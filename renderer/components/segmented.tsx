import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** A few choices side by side, of which one holds. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={onChange}
      className="inline-flex rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.label}
          className="flex h-5.5 items-center rounded-sm px-2 text-sm text-muted hover:text-text data-checked:bg-raised data-checked:font-medium data-checked:text-text data-checked:shadow-[0_0_0_1px_var(--line-strong)]"
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
