import type { AutoRecoveryResult, HealthReport } from '#shared/contract/recovery.ts';
import { AppError, exitCodeOf } from '#shared/errors.ts';
import { formatPlural } from '#shared/format.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { connectToInstance } from '../../socket/index.ts';
import { startProgress } from '../serve/start-progress.ts';
import { plain } from '../text/table.ts';

/** Exit code 3 when a database is damaged, or could not be repaired. */
export const recover = (context: CliContext, { check = false }: { check?: boolean }): Promise<number> =>
  check ? checkOnly(context) : repair(context);

const checkOnly = (context: CliContext): Promise<number> =>
  withClient(context, async ({ client }) => {
    const report = await client.recovery.check();
    context.output.result(report, healthText);
    return report.healthy ? 0 : exitCodeOf('CORRUPT');
  });

/** Databases that are open can't be replaced, so this is the start of an instance of its own. */
async function repair(context: CliContext): Promise<number> {
  const running = await connectToInstance(context.home);
  if (running !== null) {
    await running.close();
    throw new AppError('recover', 'CONFLICT', 'Cofferdam is running, and its open databases can not be repaired', {
      hint: 'Stop it and give the command again; "cofferdam recover --check" works while it runs.',
    });
  }
  const { startApp } = await import('../../../boot/index.ts');
  const progress = startProgress(context.output);
  const app = await startApp({
    home: context.home,
    host: 'cli',
    applyRestore: false,
    recover: 'always',
    onProgress: progress.show,
  }).finally(progress.clear);
  try {
    if (app.recovery === null)
      throw new AppError('recover', 'CONFLICT', 'A restore was just being finished, so nothing was repaired', {
        hint: 'Give the command again.',
      });
    context.output.result(app.recovery, recoveryText);
    return app.recovery.errors.length === 0 ? 0 : exitCodeOf('CORRUPT');
  } finally {
    await app.close();
  }
}

export function healthText({ databases }: HealthReport): string {
  if (databases.length === 0) return 'There are no databases.';
  return databases
    .map(({ path, problems }) =>
      problems.length === 0 ? `ok       ${plain(path)}` : `DAMAGED  ${plain(path)}: ${plain(problems[0] ?? '')}`,
    )
    .join('\n');
}

export function recoveryText({ databasesChecked, corruptedDatabases, repairDetails, errors }: AutoRecoveryResult): string {
  if (corruptedDatabases.length === 0) return `${formatPlural(databasesChecked.length, 'database')} checked, none damaged.`;
  const lines = corruptedDatabases.flatMap(({ path }) => {
    const detail = repairDetails[path];
    if (!detail) return [];
    const rows = detail.tables.map(
      ({ table, kept, lost }) =>
        `  ${plain(table)}: ${formatPlural(kept, 'row')} kept, ${lost === null ? 'it is not known how many are' : lost} lost`,
    );
    return [
      `${plain(path)}: repaired (${detail.method})`,
      ...rows,
      ...detail.warnings.map((warning) => `  ${plain(warning)}`),
      `  the damaged original is in ${plain(detail.quarantine)}`,
    ];
  });
  return [...lines, ...errors.map((error) => `NOT repaired: ${plain(error)}`)].join('\n');
}
