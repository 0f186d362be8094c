import { AppError } from '#shared/errors.ts';
import type { AppliedStep } from './backend.ts';
import { knownMigrations, type Migration } from './known-migrations.ts';

/**
 * Whether this program can work on a database (or a backup of one) that has had these steps.
 * @throws INCOMPATIBLE_VERSION: it is newer than this program, or one of its steps is not the one we know.
 */
export function checkCompatible(applied: readonly AppliedStep[], known: readonly Migration[] = knownMigrations()): void {
  const newest = Math.max(0, ...applied.map((step) => step.version));
  if (newest > known.length) {
    throw new AppError(
      'store.compatible',
      'INCOMPATIBLE_VERSION',
      `Its schema is version ${newest}; this Cofferdam knows versions up to ${known.length}`,
      {
        hint: 'It was written by a newer Cofferdam: update this one, or use a backup from before that update.',
        details: { version: newest, known: known.length },
      },
    );
  }
  for (const [at, step] of [...applied].sort((a, b) => a.version - b.version).entries()) {
    const expected = known[at];
    if (expected === undefined || step.version !== at + 1)
      throw unknownStep(`step ${at + 1} of its schema was never applied, but later ones were`, step);
    if (step.checksum !== expected.checksum)
      throw unknownStep(`step ${step.version} (${expected.name}) of its schema is not the one this Cofferdam knows`, step);
  }
}

const unknownStep = (why: string, step: AppliedStep): AppError =>
  new AppError('store.compatible', 'INCOMPATIBLE_VERSION', `It can't be used: ${why}`, {
    hint: 'Use the Cofferdam that wrote it, or a backup from a released version.',
    details: { version: step.version, checksum: step.checksum },
  });
