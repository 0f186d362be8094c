import { describe, expect, test } from 'vitest';
import type { AppliedStep } from './backend.ts';
import { checkCompatible } from './compatible.ts';
import { knownMigrations, type Migration } from './known-migrations.ts';

const step = (version: number): Migration => ({
  version,
  name: `step-${version}`,
  description: '',
  sql: '',
  downSql: '',
  checksum: `checksum-${version}`,
});
const known = [step(1), step(2), step(3)];
const had = (...versions: number[]): AppliedStep[] => versions.map((version) => ({ version, checksum: `checksum-${version}` }));

describe('can be used', () => {
  test.each([
    ['with no history', had()],
    ['older than this program', had(1, 2)],
    ['as new as this program', had(1, 2, 3)],
    ['whatever the order', had(3, 1, 2)],
  ])('%s', (_name, applied) => {
    expect(() => checkCompatible(applied, known)).not.toThrow();
  });

  test('against the steps of this program, when none are named', () => {
    expect(() => checkCompatible(knownMigrations().map(({ version, checksum }) => ({ version, checksum })))).not.toThrow();
  });
});

describe('is refused', () => {
  test('when newer: says both versions and to update', () => {
    expect(() => checkCompatible(had(1, 2, 3, 4), known)).toThrow(
      expect.objectContaining({
        code: 'INCOMPATIBLE_VERSION',
        message: 'Its schema is version 4; this Cofferdam knows versions up to 3',
        hint: expect.stringContaining('update this one'),
        details: { version: 4, known: 3 },
      }),
    );
  });

  test('when a step was edited: says which', () => {
    const applied = [...had(1), { version: 2, checksum: 'something else' }];
    expect(() => checkCompatible(applied, known)).toThrow(
      expect.objectContaining({ code: 'INCOMPATIBLE_VERSION', message: expect.stringContaining('step 2 (step-2)') }),
    );
  });

  test('when a step is missing in between: says which', () => {
    expect(() => checkCompatible(had(1, 3), known)).toThrow(
      expect.objectContaining({ code: 'INCOMPATIBLE_VERSION', message: expect.stringContaining('step 2') }),
    );
  });

  test('when a step has a number there can not be', () => {
    expect(() => checkCompatible(had(0, 1), known)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE_VERSION' }));
    expect(() => checkCompatible(had(1, 1), known)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE_VERSION' }));
  });

  test('with a hint, always', () => {
    for (const applied of [had(4), had(2), [{ version: 1, checksum: 'x' }]]) {
      expect(() => checkCompatible(applied, known)).toThrow(expect.objectContaining({ hint: expect.stringMatching(/\.$/) }));
    }
  });
});
