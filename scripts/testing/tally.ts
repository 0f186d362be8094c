/** What one runner found. Names are for people: file and title. */
export interface Tally {
  passed: number;
  failed: string[];
  skipped: Skip[];
}

export interface Skip {
  file: string;
  name: string;
  reason: string;
}

export const noTests = (): Tally => ({ passed: 0, failed: [], skipped: [] });

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.flatMap((tally) => tally.failed),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/** Electron's runtime is fetched from GitHub and is not everywhere; what it would show is skipped with its reason. */
const mayBeSkipped = (skip: Skip): boolean => skip.file.endsWith('e2e/desktop.spec.ts') && skip.reason !== '';

/** With `COFFERDAM_REQUIRE=all` a skip is a failure: a check that did not run has shown nothing. */
export const forbiddenSkips = (tally: Tally, require: string | undefined): Skip[] =>
  require === 'all' ? tally.skipped.filter((skip) => !mayBeSkipped(skip)) : [];

export const summaryLine = (tally: Tally): string =>
  `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`;

export const skipLine = (skip: Skip): string => `skipped: ${skip.file} › ${skip.name}: ${skip.reason || 'no reason given'}`;
