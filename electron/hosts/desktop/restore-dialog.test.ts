import { describe, expect, it } from 'vitest';
import { defaultRestoreOptions, type PendingRestore, type RestoreChanges, type RestoreResult } from '#shared/contract/backup.ts';
import { answerOf } from './dialog.ts';
import { restoreDialog } from './restore-dialog.ts';

const changes: RestoreChanges = {
  backupId: '01K',
  backupCreatedAt: '2026-11-20T10:00:00.000Z',
  areas: [{ area: 'data', added: 1, replaced: 16_600, removed: 3, unchanged: 9, bytes: 734_003_200, samples: [] }],
  databases: [
    {
      path: 'data/cofferdam.db',
      tables: [
        { table: 'jobs', rowsNow: 4, rowsAfter: 2 },
        { table: 'settings', rowsNow: 1, rowsAfter: 1 },
      ],
    },
  ],
  warnings: [],
};

const pending: PendingRestore = {
  id: '01R',
  kind: 'restore',
  backupId: '01K',
  backupPath: '/h/backups/a.zip',
  stagingDir: '/h/restore/staged/01R',
  createdAt: '2026-11-20T11:00:00.000Z',
  state: 'staged',
  options: defaultRestoreOptions(),
  changes,
};

const result: RestoreResult = {
  id: '01R',
  kind: 'restore',
  backupId: '01K',
  state: 'confirmed',
  success: true,
  finishedAt: '2026-11-20T11:05:00.000Z',
  areas: ['config', 'data'],
  filesRestored: 16_601,
  filesSkipped: 0,
  changes,
  checkpointId: '01C',
  checkpointAt: '2026-11-20T11:04:00.000Z',
  checkpointReason: 'before a restore',
  warnings: [],
  errors: [],
  undoUntil: '2026-11-27T11:05:00.000Z',
  seen: false,
};

describe('restoreDialog of a pending restore', () => {
  const box = restoreDialog(pending);

  it('says what changes', () => {
    expect(box.type).toBe('question');
    expect(box.detail).toContain('Data: 1 added, 16,600 replaced, 3 removed (700 MiB)');
    expect(box.detail).toContain('Row counts change in 1 table.');
    expect(box.detail).toContain("Today's state is backed up first.");
  });

  it('does nothing when it is closed', () => {
    expect(answerOf(box, box.cancelId)).toBe('later');
    expect(box.answers).toEqual(['restart', 'discard', 'later']);
    expect(box.buttons).toHaveLength(box.answers.length);
  });

  it('warns of what was not verified and of what is not backed up', () => {
    const risky = restoreDialog({ ...pending, options: { ...pending.options, skipVerify: true, createCheckpoint: false } });
    expect(risky.type).toBe('warning');
    expect(risky.detail).toContain('Its checksums were not verified.');
    expect(risky.detail).toContain('No backup of today');
  });

  it('passes on the warnings of the plan', () => {
    const warned = restoreDialog({ ...pending, changes: { ...changes, warnings: ['The backup is from a newer version.'] } });
    expect(warned.type).toBe('warning');
    expect(warned.detail).toContain('The backup is from a newer version.');
  });

  it('names an undo as one', () => {
    const undo = restoreDialog({ ...pending, kind: 'undo' });
    expect(undo.message).toBe('Restart to return to the state from before the last restore?');
    expect(undo.buttons[1]).toBe('Discard the undo');
  });
});

describe('restoreDialog of a result', () => {
  it('reports success with its way back', () => {
    const box = restoreDialog(result);
    expect(box.type).toBe('info');
    expect(box.message).toBe('16,601 files restored (configuration, data).');
    expect(box.detail).toContain('It can be undone until 2026-11-27');
    expect(box.answers).toEqual(['report', 'close']);
  });

  it('says after a rollback that the old state is back, and why', () => {
    const box = restoreDialog({
      ...result,
      state: 'rolled-back',
      success: false,
      undoUntil: null,
      errors: [{ code: 'CORRUPT', message: 'cofferdam.db is damaged', hint: 'Verify the backup.' }],
    });
    expect(box).toMatchObject({ type: 'error', title: 'Restore rolled back' });
    expect(box.message).toContain('the state from before is back');
    expect(box.detail).toBe('cofferdam.db is damaged. Verify the backup.');
  });

  it('says after a failure that nothing is gone', () => {
    const box = restoreDialog({ ...result, state: 'failed', success: false, errors: [{ code: 'NO_SPACE', message: 'The disk is full' }] });
    expect(box.type).toBe('error');
    expect(box.message).toContain('What was there before is kept.');
    expect(box.detail).toContain('The disk is full');
  });

  it('warns of skipped files', () => {
    const box = restoreDialog({ ...result, filesSkipped: 2, warnings: ['2 links point outside'] });
    expect(box.type).toBe('warning');
    expect(box.detail).toContain('2 files skipped.');
  });
});
