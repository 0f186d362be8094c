import { describe, expect, it } from 'vitest';
import { defaultRestoreOptions } from '#shared/contract/backup.ts';
import { restoreOptions } from './restore.ts';

const plainFlags = { overwrite: true, checkpoint: true };

describe('restoreOptions', () => {
  it("without flags is the contract's default", () => {
    expect(restoreOptions(plainFlags)).toEqual(defaultRestoreOptions());
  });

  it('restores only the areas that are named', () => {
    const { restoreConfig, restoreData, restoreSkills } = restoreOptions({ ...plainFlags, only: ['skills', 'config'] });
    expect([restoreConfig, restoreData, restoreSkills]).toEqual([true, false, true]);
  });

  it('takes each flag', () => {
    expect(restoreOptions({ overwrite: false, checkpoint: false, now: true, skipVerify: true })).toMatchObject({
      overwriteExisting: false,
      createCheckpoint: false,
      requireRestart: false,
      skipVerify: true,
    });
  });

  it.each([[['data', 'photos']], [[]]])('refuses areas that are not there: %j', (only) => {
    expect(() => restoreOptions({ ...plainFlags, only })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
