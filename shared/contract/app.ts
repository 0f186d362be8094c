import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure, Timestamp } from './common.ts';

export const HostKind = z.enum(['desktop', 'web', 'cli']);
export type HostKind = z.infer<typeof HostKind>;

export const AppInfo = z.object({
  version: z.string(),
  host: HostKind,
  home: z.string(),
  pid: z.number().int(),
  startedAt: Timestamp,
  node: z.string(),
  sqlite: z.string(),
  /** How long each step of the last start took. */
  startup: z.array(z.object({ step: z.string(), ms: z.number() })),
  /** Null: this host can restart itself; otherwise why it can't and what to do. */
  restartUnavailable: z.string().nullable(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** What the status bar and the tray show. */
export const AppStatus = z.object({
  storage: z.object({ ok: z.boolean(), message: z.string() }),
  lastVerifiedBackup: z.object({ id: z.string(), createdAt: Timestamp }).nullable(),
  backupCount: z.number().int(),
  pendingRestore: z.object({ backupId: z.string(), backupCreatedAt: Timestamp, kind: z.enum(['restore', 'undo']) }).nullable(),
  unseenReport: z.boolean(),
  runningJobs: z.number().int(),
});
export type AppStatus = z.infer<typeof AppStatus>;

/** What changed, so that a page asks again for just that. */
export const Topic = z.enum(['backups', 'restore', 'jobs', 'settings', 'activity', 'app']);
export type Topic = z.infer<typeof Topic>;

export const ActivityEntry = z.object({
  id: z.number().int(),
  at: Timestamp,
  kind: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  subject: z.string().nullable(),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

export const appContract = {
  info: procedure.route({ method: 'GET', path: '/app', summary: 'Version, home and last start' }).output(AppInfo),
  status: procedure.route({ method: 'GET', path: '/status', summary: 'What the status bar shows' }).output(AppStatus),
  /** First `app` at once, then a topic each time something of it changed. */
  events: procedure
    .route({ method: 'GET', path: '/events', summary: 'Topics that changed, as server-sent events' })
    .output(eventIterator(z.object({ topic: Topic }))),
  /** Stops, applies a staged restore and starts again. Refused while jobs run, unless forced. */
  restart: procedure
    .route({ method: 'POST', path: '/app/restart', summary: 'Restart, applying a staged restore' })
    .input(z.object({ force: z.boolean().default(false) }))
    .output(z.object({ restarting: z.literal(true) })),
  activity: procedure
    .route({ method: 'GET', path: '/activity', summary: 'What happened, newest first' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(500).default(50), before: z.coerce.number().int().optional() }))
    .output(z.object({ entries: z.array(ActivityEntry) })),
};
