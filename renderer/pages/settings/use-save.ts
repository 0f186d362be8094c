import { useMutation } from '@tanstack/react-query';
import type { SettingsPatch } from '#shared/contract/settings.ts';
import { saveSettings } from '../../lib/save-settings.ts';

/** Where one field's saving stands. */
export type SaveState = { phase: 'idle' } | { phase: 'saving' } | { phase: 'saved' } | { phase: 'failed'; error: unknown; retry: () => void };

export function useSave(): { save: (patch: SettingsPatch) => void; state: SaveState } {
  const mutation = useMutation({ mutationFn: saveSettings });
  const { variables } = mutation;
  return { save: mutation.mutate, state: stateOf() };

  function stateOf(): SaveState {
    if (mutation.isPending) return { phase: 'saving' };
    if (mutation.isSuccess) return { phase: 'saved' };
    if (mutation.error && variables) return { phase: 'failed', error: mutation.error, retry: () => mutation.mutate(variables) };
    return { phase: 'idle' };
  }
}
