import { exitCodeOf } from '#shared/errors.ts';
import type { DoctorReport } from '#shared/contract/doctor.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { plain, readable, wrap } from '../text/table.ts';

/** Exit code 2 when something is broken; a warning is none. */
export const runDoctor = (context: CliContext): Promise<number> =>
  withClient(context, async ({ client }) => {
    const report = await client.doctor.run();
    context.output.result(report, doctorText);
    return report.healthy ? 0 : exitCodeOf('INTERNAL');
  });

const marks = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' };

export function doctorText({ checks, healthy }: DoctorReport, width = Number.POSITIVE_INFINITY): string {
  const lines = checks.flatMap(({ status, title, message, remedy }) => {
    const said = [wrap(`${marks[status]}  ${title}: ${readable(message)}`, width, '         ')];
    if (remedy !== null) said.push(wrap(`         → ${readable(remedy.text)}`, width, '           '));
    if (remedy?.command != null) said.push(`           ${plain(remedy.command)}`);
    return said;
  });
  return [...lines, '', healthy ? 'Healthy.' : 'Something needs repair; see the lines marked ERROR.'].join('\n');
}
