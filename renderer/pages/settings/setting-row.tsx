import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import type { Command } from '../../lib/commands.ts';
import type { SaveState } from './use-save.ts';

export function SettingsGroup({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 font-semibold">
        {title}
      </h2>
      <div className="rounded-lg border border-line">{children}</div>
    </section>
  );
}

export interface SettingRowProps {
  label: string;
  hint?: string;
  state: SaveState;
  command: Command;
  /** Id of the control, where a label element may point at it. */
  controlId?: string;
  children: ReactNode;
}

/** A setting: name and hint at the left, control at the right, and what became of the last change. */
export function SettingRow({ label, hint, state, command, controlId, children }: SettingRowProps) {
  return (
    <div className="border-b border-line px-4 py-3 last:border-0">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          {controlId === undefined ? <span>{label}</span> : <label htmlFor={controlId}>{label}</label>}
          {hint !== undefined && <p className="text-sm text-muted">{hint}</p>}
        </div>
        <span role="status" className="flex w-14 shrink-0 items-center justify-end gap-1 text-sm text-muted">
          {state.phase === 'saved' && (
            <>
              <Check size={13} className="text-ok" aria-hidden /> Saved
            </>
          )}
          {state.phase === 'saving' && 'Saving…'}
        </span>
        {children}
        <CommandButton small command={command} what={label} />
      </div>
      {state.phase === 'failed' && (
        <div className="mt-2">
          <ErrorNotice error={state.error} title="Not saved" onRetry={state.retry} />
        </div>
      )}
    </div>
  );
}
