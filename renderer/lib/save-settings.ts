import type { SettingsPatch } from '#shared/contract/settings.ts';
import { client, orpc } from './client.ts';
import { queryClient } from './live.ts';

/** Saves a change and shows at once what is now in force. */
export async function saveSettings(patch: SettingsPatch): Promise<void> {
  queryClient.setQueryData(orpc.settings.get.queryKey(), await client.settings.update(patch));
}
