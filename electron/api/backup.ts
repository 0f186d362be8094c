import { api } from './base.ts';

export const backup = {
  list: api.backup.list.handler(async ({ context }) => ({ backups: await context.app.backup.list() })),
  get: api.backup.get.handler(({ context, input }) => context.app.backup.get(input.id)),
  files: api.backup.files.handler(({ context, input: { id, ...page } }) => context.app.backup.files(id, { ...page, search: page.search })),
  create: api.backup.create.handler(({ context, input }) => context.app.backup.create(input)),
  verify: api.backup.verify.handler(({ context, input }) => context.app.backup.verify(input.ids, input.deep)),
  delete: api.backup.delete.handler(({ context, input }) => context.app.backup.delete(input.id)),
  export: api.backup.export.handler(({ context, input }) => context.app.backup.export(input.id, input.to)),
  import: api.backup.import.handler(({ context, input }) => context.app.backup.import(input.file)),
  plan: api.backup.plan.handler(({ context, input }) => context.app.backup.plan(input.id, input.options)),
  restore: api.backup.restore.handler(({ context, input }) => context.app.backup.restore(input.id, input.options)),
  pending: api.backup.pending.handler(({ context }) => context.app.backup.pending()),
  cancelRestore: api.backup.cancelRestore.handler(({ context }) => context.app.backup.cancelRestore()),
  undo: api.backup.undo.handler(({ context }) => context.app.backup.undo()),
  dismissReport: api.backup.dismissReport.handler(({ context }) => context.app.backup.dismissReport()),
};
