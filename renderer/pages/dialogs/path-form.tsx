import { useId } from 'react';

export interface PathFormProps {
  id: string;
  label: string;
  hint: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit: () => void;
}

/** Why a path can't be taken yet, or null. A relative one would mean the folder Cofferdam was started in, which nobody sees here. */
export function pathRefusal(path: string, missing: string): string | null {
  if (path.trim() === '') return missing;
  return path.trim().startsWith('/') ? null : 'Give the whole path, beginning with /';
}

/** One path on the computer where Cofferdam runs, which need not be the one with the browser. */
export function PathForm({ id, label, hint, placeholder, value, onChange, onSubmit }: PathFormProps) {
  const input = useId();
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault();
        if (pathRefusal(value, '') === null) onSubmit();
      }}
      className="flex flex-col gap-1"
    >
      <label htmlFor={input}>{label}</label>
      <input
        id={input}
        data-autofocus
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${input}-hint`}
        className="field font-mono text-sm"
      />
      <p id={`${input}-hint`} className="text-sm text-muted">
        {hint}
      </p>
    </form>
  );
}
