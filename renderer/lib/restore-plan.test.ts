import { describe, expect, test } from 'vitest';
import type { AreaChange, RestoreChanges } from '#shared/contract/backup.ts';
import { isChosen, startingOptions, summariseChanges, totalsOf, withArea } from './restore-plan.ts';

const area = (over: Partial<AreaChange>): AreaChange => ({
  area: 'skills',
  added: 0,
  replaced: 0,
  removed: 0,
  unchanged: 0,
  bytes: 0,
  samples: [],
  ...over,
});
const changes = (areas: AreaChange[], databases = 0): Pick<RestoreChanges, 'areas' | 'databases'> => ({
  areas,
  databases: Array.from({ length: databases }, (_, index) => ({ path: `data/${index}.db`, tables: [] })),
});

describe('options to start with', () => {
  test('choose what the backup has, with a safety copy, and verify', () => {
    expect(startingOptions({ areas: ['data'] })).toEqual({
      restoreConfig: false,
      restoreData: true,
      restoreSkills: false,
      overwriteExisting: true,
      createCheckpoint: true,
      skipVerify: false,
      requireRestart: true,
    });
  });

  test('can have an area added and taken away', () => {
    const options = startingOptions({ areas: ['config', 'data', 'skills'] });
    expect(isChosen(options, 'skills')).toBe(true);
    expect(isChosen(withArea(options, 'skills', false), 'skills')).toBe(false);
    expect(withArea(withArea(options, 'skills', false), 'skills', true)).toEqual(options);
  });
});

describe('a summary of changes', () => {
  test('adds the areas up', () => {
    expect(totalsOf(changes([area({ added: 1, bytes: 10 }), area({ area: 'data', added: 2, removed: 3, bytes: 5 })]))).toEqual({
      added: 3,
      replaced: 0,
      removed: 3,
      unchanged: 0,
      bytes: 15,
    });
  });

  test.each([
    [changes([area({ added: 120, replaced: 3, removed: 1 })], 2), '120 files added, 3 replaced, 1 removed; 2 databases'],
    [changes([area({ replaced: 1 })]), '1 file replaced'],
    [changes([area({ unchanged: 9 })], 1), 'no file changes; 1 database'],
    [changes([]), 'no file changes'],
    [changes([area({ added: 16_000, removed: 2_000 })]), '16,000 files added, 2,000 removed'],
  ])('case %#', (given, said) => expect(summariseChanges(given)).toBe(said));
});
