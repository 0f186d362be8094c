import { api } from './base.ts';
import { endOf } from './context.ts';

export const app = {
  info: api.app.info.handler(({ context }) => context.app.info()),
  status: api.app.status.handler(({ context }) => context.app.status()),
  events: api.app.events.handler(async function* ({ context, signal }) {
    const left = new AbortController();
    // Subscribed before the first word, or a change between the two would be missed.
    const topics = context.app.events.watch(AbortSignal.any([endOf(context, signal), left.signal]));
    const first = topics.next();
    try {
      yield { topic: 'app' as const };
      for (let next = await first; !next.done; next = await topics.next()) yield { topic: next.value };
    } finally {
      left.abort();
    }
  }),
  restart: api.app.restart.handler(({ context, input }) => {
    context.app.restart(input.force);
    return { restarting: true as const };
  }),
  activity: api.app.activity.handler(async ({ context, input }) => ({ entries: await context.app.store.activity.list(input) })),
};
