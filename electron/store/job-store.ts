import type { Kysely } from 'kysely';
import { Job, type JobState } from '#shared/contract/job.ts';
import { AppError } from '#shared/errors.ts';
import type { Logger } from '../log/index.ts';
import type { JobStore } from './backend.ts';
import type { JobRow, Tables } from './tables.ts';

const unfinishedStates: JobState[] = ['queued', 'running'];

export function createJobStore(db: Kysely<Tables>, log: Logger): JobStore {
  /** A row nobody can read is left out and logged: one of them must not hide all the others. */
  const readable = (rows: JobRow[]): { job: Job; row: JobRow }[] =>
    rows.flatMap((row) => {
      try {
        return [{ job: fromRow(row), row }];
      } catch (error) {
        log.warn('A stored job can not be read and is left out', { id: row.id, error });
        return [];
      }
    });
  const jobs = (rows: JobRow[]): Job[] => readable(rows).map(({ job }) => job);

  return {
    async insert(job, cleanupNote) {
      await db
        .insertInto('jobs')
        .values({ ...toRow(job), cleanup_note: cleanupNote })
        .execute();
    },

    async update(job) {
      const { numUpdatedRows } = await db.updateTable('jobs').set(toRow(job)).where('id', '=', job.id).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new AppError('store.jobs.update', 'NOT_FOUND', `There is no job ${job.id} to update`);
    },

    async find(prefix, limit) {
      // A range, not LIKE: it uses the primary key, and no character of an id sorts after ~.
      const rows = await db
        .selectFrom('jobs')
        .selectAll()
        .where('id', '>=', prefix)
        .where('id', '<', `${prefix}~`)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return jobs(rows);
    },

    async list({ limit, state }) {
      let query = db.selectFrom('jobs').selectAll().orderBy('id', 'desc').limit(limit);
      if (state !== undefined) query = query.where('state', '=', state);
      return jobs(await query.execute());
    },

    async unfinished() {
      const rows = await db.selectFrom('jobs').selectAll().where('state', 'in', unfinishedStates).orderBy('id').execute();
      return readable(rows).map(({ job, row }) => ({ job, cleanupNote: row.cleanup_note }));
    },

    async prune(keep) {
      const { numDeletedRows } = await db
        .deleteFrom('jobs')
        .where('state', 'not in', unfinishedStates)
        .where('id', '<=', (nested) =>
          nested.selectFrom('jobs').select('id').where('state', 'not in', unfinishedStates).orderBy('id', 'desc').limit(1).offset(keep),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

const toRow = (job: Job): Omit<JobRow, 'cleanup_note'> => ({
  id: job.id,
  kind: job.kind,
  title: job.title,
  state: job.state,
  progress: JSON.stringify(job.progress),
  resource: job.resource,
  created_at: job.createdAt,
  started_at: job.startedAt,
  finished_at: job.finishedAt,
  input: JSON.stringify(job.input ?? null),
  result: toJson(job.result),
  error: toJson(job.error),
  command: job.command,
  note: job.note,
});

const fromRow = (row: JobRow): Job =>
  Job.parse({
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    progress: JSON.parse(row.progress),
    resource: row.resource,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    input: JSON.parse(row.input),
    result: fromJson(row.result),
    error: fromJson(row.error),
    command: row.command,
    note: row.note,
  });

const toJson = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));
const fromJson = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
