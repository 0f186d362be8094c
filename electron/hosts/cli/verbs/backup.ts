import { resolve } from 'node:path';
import type * as z from 'zod';
import { BackupType, type jobResults } from '#shared/contract/backup.ts';
import type { Job } from '#shared/contract/job.ts';
import { exitCodeOf } from '#shared/errors.ts';
import { formatBytes, formatDateTime, formatPlural } from '#shared/format.ts';
import type { Client } from '../../../api/index.ts';
import { confirm } from '../confirm.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { followJob } from '../follow-job.ts';
import { usage } from '../report-error.ts';
import { backupFields, backupTable, fileTable, verifyText } from '../text/backup.ts';

type Results = { [Kind in keyof typeof jobResults]: z.infer<(typeof jobResults)[Kind]> };

/** Starts a job and follows it to its result, whose shape the contract names by the job's kind. */
export const runJob = async <Kind extends keyof Results>(
  context: CliContext,
  client: Client,
  _kind: Kind,
  start: Promise<Job>,
): Promise<Results[Kind]> => (await followJob(context, client, await start)).result as Results[Kind];

export const createBackup = (context: CliContext, options: { type: string; label?: string }): Promise<void> =>
  withClient(context, async ({ client }) => {
    const type = BackupType.safeParse(options.type);
    if (!type.success) throw usage(`There is no backup type ${options.type}`, '--type is full, config or data.');
    const start = client.backup.create({ type: type.data, ...(options.label === undefined ? {} : { label: options.label }) });
    context.output.result(await runJob(context, client, 'backup.create', start), (backup) => backupFields(backup, new Date()));
  });

export const listBackups = (context: CliContext): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.backup.list(), ({ backups }, width) => backupTable(backups, new Date(), width));
  });

export const showBackup = (context: CliContext, id: string): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.backup.get({ id }), (backup) => backupFields(backup, new Date()));
  });

export const listFiles = (context: CliContext, id: string, page: { search?: string; offset: number; limit: number }): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.backup.files({ id, ...page }), fileTable);
  });

/** Exit code 3 when an archive is not right: the report is the answer, so it is printed all the same. */
export async function verifyBackups(
  context: CliContext,
  ids: string[],
  { all, deep = false }: { all?: boolean; deep?: boolean },
): Promise<number> {
  if (ids.length === 0 && all !== true) throw usage('Which backup?', 'Name one or more ids, or --all.');
  if (ids.length > 0 && all === true) throw usage('Ids and --all exclude each other', 'Name ids, or --all.');
  return await withClient(context, async ({ client }) => {
    const start = client.backup.verify({ deep, ...(all === true ? {} : { ids }) });
    const result = await runJob(context, client, 'backup.verify', start);
    context.output.result(result, verifyText);
    return result.ok ? 0 : exitCodeOf('CORRUPT');
  });
}

export const deleteBackup = (context: CliContext, id: string, options: { yes?: boolean }): Promise<void> =>
  withClient(context, async ({ client }) => {
    const { id: whole, type, createdAt, sizeBytes } = await client.backup.get({ id });
    await confirm(
      context,
      'backup.delete',
      `Delete the ${type} backup of ${formatDateTime(createdAt)}, ${formatBytes(sizeBytes)}?`,
      options,
    );
    context.output.result(await client.backup.delete({ id: whole }), (backup) => `Deleted ${backup.id}, ${formatBytes(backup.sizeBytes)}.`);
  });

export const exportBackup = (context: CliContext, id: string, { to }: { to: string }): Promise<void> =>
  withClient(context, async ({ client }) => {
    // The running instance has another working folder than we.
    const start = client.backup.export({ id, to: resolve(to) });
    const render = (made: Results['backup.export']): string => `Copied ${made.id} to ${made.to}, ${formatBytes(made.sizeBytes)}, verified.`;
    context.output.result(await runJob(context, client, 'backup.export', start), render);
  });

export const importBackup = (context: CliContext, file: string): Promise<void> =>
  withClient(context, async ({ client }) => {
    const start = client.backup.import({ file: resolve(file) });
    const backup = await runJob(context, client, 'backup.import', start);
    context.output.result(backup, () => `Added ${backup.id}, ${formatPlural(backup.fileCount, 'file')}, verified.`);
  });
