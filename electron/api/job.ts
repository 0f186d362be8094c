import { api } from './base.ts';
import { endOf } from './context.ts';

export const job = {
  list: api.job.list.handler(async ({ context, input }) => ({ jobs: await context.app.jobs.list(input) })),
  get: api.job.get.handler(({ context, input }) => context.app.jobs.get(input.id)),
  cancel: api.job.cancel.handler(({ context, input }) => context.app.jobs.cancel(input.id)),
  watch: api.job.watch.handler(({ context, input, signal }) => context.app.jobs.watch(input.id, endOf(context, signal))),
  watchAll: api.job.watchAll.handler(({ context, signal }) => context.app.jobs.watchAll(endOf(context, signal))),
};
