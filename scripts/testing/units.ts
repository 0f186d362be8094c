import { relative } from 'node:path';
import type { TestCase, TestModule } from 'vitest/node';
import { startVitest } from 'vitest/node';
import { noTests, type Tally } from './tally.ts';

/** Runs vitest on the files whose path contains one of `filters` (all without any). */
export async function runUnitTests(root: string, filters: readonly string[]): Promise<Tally> {
  const tally = noTests();
  const collect = {
    onTestRunEnd(modules: readonly TestModule[], errors: readonly { message?: string }[]): void {
      for (const module of modules) addModule(tally, root, module);
      for (const error of errors) tally.failed.push(`outside a test: ${error.message ?? 'unknown error'}`);
    },
  };
  const vitest = await startVitest('test', [...filters], {
    root,
    watch: false,
    passWithNoTests: filters.length > 0,
    reporters: ['default', collect],
  });
  await vitest.close();
  // vitest sets it on failure; our summary decides for all runners together.
  process.exitCode = 0;
  return tally;
}

function addModule(tally: Tally, root: string, module: TestModule): void {
  const file = relative(root, module.moduleId);
  for (const error of module.errors()) tally.failed.push(`${file}: ${error.message}`);
  for (const test of module.children.allTests()) addTest(tally, file, test);
}

function addTest(tally: Tally, file: string, test: TestCase): void {
  const result = test.result();
  if (result.state === 'passed') tally.passed += 1;
  else if (result.state === 'skipped') tally.skipped.push({ file, name: test.fullName, reason: result.note ?? '' });
  // A test that is still pending at the end never ran: not something to pass over.
  else tally.failed.push(`${file} › ${test.fullName}`);
}
