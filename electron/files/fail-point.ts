/**
 * A named step at which tests kill the process for real. Does nothing unless COFFERDAM_FAIL_AT names it.
 * `name` kills at the first pass, `name#3` at the third.
 */
const wanted = process.env['COFFERDAM_FAIL_AT'];
const [wantedName, wantedPass = '1'] = wanted?.split('#') ?? [];
let passes = 0;

export function failPoint(name: string): void {
  if (wantedName === undefined || name !== wantedName) return;
  passes += 1;
  if (passes === Number(wantedPass)) process.kill(process.pid, 'SIGKILL');
}
