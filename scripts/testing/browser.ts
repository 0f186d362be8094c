import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noTests, type Tally } from './tally.ts';

/** The part of Playwright's JSON report that is read here. */
interface Suite {
  suites?: Suite[];
  specs?: { title: string; file: string; tests: SpecTest[] }[];
}
interface SpecTest {
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  annotations: { type: string; description?: string }[];
}
interface Report {
  suites: Suite[];
  errors: { message?: string }[];
}

/** Runs Playwright on the specs whose path contains one of `filters` (all without any). */
export async function runBrowserTests(root: string, filters: readonly string[]): Promise<Tally> {
  const specs = globSync('e2e/**/*.spec.ts', { cwd: root }).filter(
    (path) => filters.length === 0 || filters.some((filter) => path.includes(filter)),
  );
  if (specs.length === 0) return noTests();
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-e2e-report-'));
  const output = join(folder, 'report.json');
  try {
    const child = spawn(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...specs], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: output },
    });
    const [code] = (await once(child, 'close')) as [number | null];
    const tally = readReport(JSON.parse(readFileSync(output, 'utf8')) as Report);
    if (code !== 0 && tally.failed.length === 0) tally.failed.push(`playwright ended with code ${code}`);
    return tally;
  } catch (error) {
    return { ...noTests(), failed: [`playwright gave no report: ${error instanceof Error ? error.message : String(error)}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function readReport(report: Report): Tally {
  const tally = noTests();
  for (const error of report.errors) tally.failed.push(`outside a test: ${error.message ?? 'unknown error'}`);
  const visit = (suite: Suite): void => {
    for (const spec of suite.specs ?? []) for (const test of spec.tests) addTest(tally, `e2e/${spec.file}`, spec.title, test);
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report.suites) visit(suite);
  return tally;
}

function addTest(tally: Tally, file: string, name: string, test: SpecTest): void {
  switch (test.status) {
    case 'expected':
      tally.passed += 1;
      return;
    case 'skipped':
      tally.skipped.push({
        file,
        name,
        reason: test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? '',
      });
      return;
    // A test that passes only when tried again is broken too.
    case 'flaky':
    case 'unexpected':
      tally.failed.push(`${file} › ${name}`);
  }
}
