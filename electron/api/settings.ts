import { api } from './base.ts';

export const settings = {
  get: api.settings.get.handler(({ context }) => context.app.settings.view()),
  update: api.settings.update.handler(({ context, input }) => context.app.settings.update(input)),
};
