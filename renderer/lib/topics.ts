import type { Topic } from '#shared/contract/app.ts';
import { orpc } from './client.ts';

/** What to ask again for when a topic changed. Jobs come live and need no asking; only what counts them does. */
export function keysOf(topic: Topic): readonly (readonly unknown[])[] {
  switch (topic) {
    case 'backups':
      return [orpc.backup.list.key(), orpc.backup.get.key(), orpc.app.status.key()];
    case 'restore':
      return [orpc.backup.pending.key(), orpc.backup.list.key(), orpc.app.status.key()];
    case 'jobs':
      return [orpc.app.status.key()];
    case 'settings':
      return [orpc.settings.key()];
    case 'activity':
      return [orpc.app.activity.key()];
    case 'app':
      return [orpc.app.info.key(), orpc.app.status.key()];
  }
}
