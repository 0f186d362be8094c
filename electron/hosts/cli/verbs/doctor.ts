import { exitCodeOf } from '#shared/errors.ts';
import type { DoctorReport } from '#shared/contract/doctor.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { plain } from '../text/table.ts';

/** Exit code 2 when something is broken; a warning is none. */
export const runDoctor = (context: CliContext): Promise<number> =>
  withClient(context, async ({ client }) => {
    const report = await client.doctor.run();
    context.output.result(report, doctorText);
    return report.healthy ? 0 : exitCodeOf('INTERNAL');
  });

const marks = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' };

export function doctorText({ checks, healthy }: DoctorReport): string {
  const lines = checks.flatMap(({ status, title, message, remedy }) => {
    const said = [`${marks[status]}  ${title}: ${plain(message)}`];
    if (remedy !== null) said.push(`         → ${plain(remedy.text)}`);
    if (remedy?.command != null) said.push(`           ${plain(remedy.command)}`);
    return said;
  });
  return [...lines, '', healthy ? 'Healthy.' : 'Something needs repair; see the lines marked ERROR.'].join('\n');
}
