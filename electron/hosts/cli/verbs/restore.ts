import { type Area, areas, type PendingRestore, type RestoreOptions, type RestoreResult } from '#shared/contract/backup.ts';
import { exitCodeOf } from '#shared/errors.ts';
import { formatDateTime } from '#shared/format.ts';
import { confirm } from '../confirm.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { usage } from '../report-error.ts';
import { changesText, pendingText, restoreStatusText, resultText } from '../text/restore.ts';
import { runJob } from './backup.ts';

export interface RestoreFlags {
  only?: string[];
  /** Commander's `--no-…` flags: true unless given. */
  overwrite: boolean;
  checkpoint: boolean;
  dryRun?: boolean;
  now?: boolean;
  skipVerify?: boolean;
  yes?: boolean;
}

export async function restoreBackup(context: CliContext, id: string, flags: RestoreFlags): Promise<number> {
  const options = restoreOptions(flags);
  return await withClient(context, async ({ client }) => {
    if (flags.dryRun === true) {
      context.output.result(await runJob(context, client, 'backup.plan', client.backup.plan({ id, options })), changesText);
      return 0;
    }
    const backup = await client.backup.get({ id });
    const how = flags.now === true ? 'now' : 'at the next start';
    await confirm(context, 'backup.restore', `Restore the ${backup.type} backup of ${formatDateTime(backup.createdAt)} ${how}?`, flags);
    const result = await runJob(context, client, 'backup.restore', client.backup.restore({ id: backup.id, options }));
    context.output.result(result, (value) => (isResult(value) ? resultText(value, new Date()) : pendingText(value, new Date())));
    return isResult(result) && !result.success ? exitCodeOf(result.errors[0]?.code ?? 'INTERNAL') : 0;
  });
}

export const showPending = (context: CliContext): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.backup.pending(), (status) => restoreStatusText(status, new Date()));
  });

export const cancelRestore = (context: CliContext, flags: { yes?: boolean }): Promise<void> =>
  withClient(context, async ({ client }) => {
    const { pending } = await client.backup.pending();
    // With nothing staged there is nothing to lose: the core says so.
    if (pending !== null)
      await confirm(
        context,
        'backup.cancelRestore',
        pending.kind === 'undo'
          ? 'Discard the staged undo?'
          : `Discard the staged restore of the backup from ${formatDateTime(pending.changes.backupCreatedAt)}?`,
        flags,
      );
    context.output.result(await client.backup.cancelRestore(), () => 'The staged restore is discarded.');
  });

export const undoRestore = (context: CliContext, flags: { yes?: boolean }): Promise<void> =>
  withClient(context, async ({ client }) => {
    const { last } = await client.backup.pending();
    if (last !== null) {
      await confirm(
        context,
        'backup.undo',
        `Go back to the state from before the ${last.kind} of ${formatDateTime(last.finishedAt)}?`,
        flags,
      );
    }
    context.output.result(await client.backup.undo(), (pending) => pendingText(pending, new Date()));
  });

/** Pure: the flags as the contract's options. */
export function restoreOptions(flags: Omit<RestoreFlags, 'yes' | 'dryRun'>): RestoreOptions {
  const chosen = chosenAreas(flags.only);
  return {
    restoreConfig: chosen.has('config'),
    restoreData: chosen.has('data'),
    restoreSkills: chosen.has('skills'),
    overwriteExisting: flags.overwrite,
    createCheckpoint: flags.checkpoint,
    skipVerify: flags.skipVerify ?? false,
    requireRestart: flags.now !== true,
  };
}

function chosenAreas(only: string[] | undefined): ReadonlySet<Area> {
  if (only === undefined) return new Set(areas);
  const known: readonly string[] = areas;
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined || only.length === 0)
    throw usage(`There is no area ${unknown ?? '""'}`, `--only takes some of ${areas.join(', ')}, separated by commas.`);
  return new Set(areas.filter((area) => only.includes(area)));
}

const isResult = (value: PendingRestore | RestoreResult): value is RestoreResult => 'success' in value;
