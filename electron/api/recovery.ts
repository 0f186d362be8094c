import { api } from './base.ts';

export const recovery = {
  check: api.recovery.check.handler(({ context, signal }) => context.app.checkHealth(signal)),
  last: api.recovery.last.handler(({ context }) => ({ last: context.app.recovery })),
};
