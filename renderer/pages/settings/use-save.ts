import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SettingsPatch } from '#shared/contract/settings.ts';
import { saveSettings } from '../../lib/save-settings.ts';

/** Where one field's saving stands. */
export type SaveState =
  | { phase: 'idle' }
  | { phase: 'saving' }
  | { phase: 'saved' }
  | { phase: 'failed'; error: unknown; retry: () => void };

/** How long "Saved" is shown. */
const SHOWN_MS = 3_000;

export function useSave(): { save: (patch: SettingsPatch) => void; state: SaveState } {
  const mutation = useMutation({ mutationFn: saveSettings });
  const { variables, isSuccess, reset } = mutation;
  useEffect(() => {
    if (!isSuccess) return;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isSuccess, reset]);
  return { save: mutation.mutate, state: stateOf() };

  function stateOf(): SaveState {
    if (mutation.isPending) return { phase: 'saving' };
    if (isSuccess) return { phase: 'saved' };
    if (mutation.error && variables) return { phase: 'failed', error: mutation.error, retry: () => mutation.mutate(variables) };
    return { phase: 'idle' };
  }
}
