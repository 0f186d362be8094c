import { api } from './base.ts';

export const doctor = {
  run: api.doctor.run.handler(({ context }) => context.app.doctor.run()),
};
