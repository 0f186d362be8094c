import { describe, expect, it } from 'vitest';
import type { BackupInfo, RestoreChanges, RestoreResult } from '#shared/contract/backup.ts';
import { sampleJob } from '../sample-job.fixture.ts';
import { backupFields, backupTable, fileTable, verifyText } from './backup.ts';
import { jobFields, jobTable } from './job.ts';
import { changesText, restoreStatusText, resultText } from './restore.ts';

const now = new Date('2026-11-20T12:05:00.000Z');
const at = '2026-11-20T12:00:00.000Z';

const backup: BackupInfo = {
  id: '01KAFB6N4TB2Q3W4E5R6T7Y8U9',
  createdAt: at,
  sizeBytes: 734_003_200,
  contentBytes: 1_468_006_400,
  fileCount: 16_600,
  path: '/home/me/backups/a.zip',
  type: 'full',
  areas: ['config', 'data', 'skills'],
  createdBy: 'manual',
  label: 'before the upgrade',
  isCheckpoint: false,
  checkpointReason: null,
  checksum: 'ab12',
  version: '0.1.0',
  schemaVersion: 1,
  host: 'workstation',
  format: 'zip',
  pinnedBy: 'a staged restore',
  verifiedAt: null,
  verdict: null,
  problem: null,
};

const changes: RestoreChanges = {
  backupId: backup.id,
  backupCreatedAt: at,
  areas: [{ area: 'data', added: 1, replaced: 2, removed: 3, unchanged: 16_000, bytes: 2048, samples: [] }],
  databases: [
    {
      path: 'data/cofferdam.db',
      tables: [
        { table: 'jobs', rowsNow: 12, rowsAfter: 4000 },
        { table: 'notes', rowsNow: null, rowsAfter: 7 },
        { table: 'same', rowsNow: 5, rowsAfter: 5 },
      ],
    },
  ],
  warnings: ['Checksums were not looked at'],
};

const result: RestoreResult = {
  id: 'r',
  kind: 'restore',
  backupId: backup.id,
  state: 'confirmed',
  success: true,
  finishedAt: at,
  areas: ['data'],
  filesRestored: 3,
  filesSkipped: 0,
  changes: null,
  checkpointId: '01KCHECK',
  checkpointAt: at,
  checkpointReason: null,
  warnings: [],
  errors: [],
  undoUntil: '2026-11-27T12:00:00.000Z',
  seen: false,
};

describe('backups', () => {
  it('are a line each', () => {
    const [, line] = backupTable([backup], now).split('\n');
    expect(line).toBe('01KAFB6N4TB2Q3W4E5R6T7Y8U9  5 minutes ago  full  manual  16,600  700 MiB  not yet   before the upgrade');
  });

  it('teach the first step where there is none', () => {
    expect(backupTable([], now)).toContain('cofferdam backup create');
  });

  it('say loudly when they can not be read', () => {
    const broken: BackupInfo = { ...backup, problem: { code: 'CORRUPT', message: 'The archive is cut short' } };
    expect(backupTable([broken], now)).toContain('UNREADABLE');
    expect(backupFields(broken, now)).toContain('problem   The archive is cut short');
  });

  it('tell what holds them', () => {
    expect(backupFields(backup, now)).toContain('held by   a staged restore');
  });

  it('list what they hold and what was left out', () => {
    const text = fileTable({
      total: 2,
      entries: [{ path: 'data/a', area: 'data', kind: 'file', size: 5, mtime: at, sha256: 'x' }],
      excluded: [{ path: 'data/run.sock', why: 'a socket' }],
    });
    expect(text).toContain('1 of 2; see more with --offset and --limit');
    expect(text).toContain('  data/run.sock: a socket');
  });

  it('are verified entry by entry', () => {
    const text = verifyText({
      ok: false,
      reports: [
        {
          id: 'a',
          verdict: 'corrupt',
          checkedAt: at,
          deep: false,
          durationMs: 1_500,
          entries: { total: 3, ok: 2 },
          problems: [{ path: 'data/x', verdict: 'corrupt', message: 'Its bytes differ' }],
        },
      ],
    });
    expect(text).toBe('a  CORRUPT: 2 of 3 entries intact, 1.5 s\n  data/x: Its bytes differ');
  });
});

describe('a restore', () => {
  it('says what it changes, by area and by table', () => {
    const lines = changesText(changes).split('\n');
    expect(lines[1]).toBe('data      1         2        3     16,000  2.00 KiB');
    expect(lines[4]).toBe('data/cofferdam.db  jobs         12  4,000');
    expect(lines[5]).toBe('data/cofferdam.db  notes      none      7');
    expect(lines.join()).not.toContain('same');
    expect(lines.at(-1)).toBe('warning: Checksums were not looked at');
  });

  it('that is done says how to undo it', () => {
    const text = resultText(result, now);
    expect(text).toContain('was applied');
    expect(text).toContain('The state before it is backup 01KCHECK.');
    expect(text).toContain('cofferdam backup undo');
  });

  it('that was rolled back says that nothing is lost, and why', () => {
    const failed: RestoreResult = {
      ...result,
      state: 'rolled-back',
      success: false,
      undoUntil: null,
      errors: [{ code: 'CORRUPT', message: 'It did not open' }],
    };
    const text = restoreStatusText({ pending: null, last: failed }, now);
    expect(text).toMatch(/^No restore is staged\.\n\nThe restore of .* was rolled back; everything is as it was before/);
    expect(text).toContain('error: It did not open');
  });
});

describe('jobs', () => {
  it('are a line each, with where a running one is', () => {
    const job = sampleJob({ progress: { phase: 'Reading files', done: 1, total: 4, unit: 'files', item: null } });
    expect(jobTable([job], now).split('\n')[1]).toBe(
      '01KAFB6N4TB2Q3W4E5R6T7Y8U9  5 minutes ago  running  5 min  Back up everything: Reading files, 25 %',
    );
  });

  it('tell what became of them', () => {
    const text = jobFields(
      sampleJob({ state: 'failed', finishedAt: at, error: { code: 'NO_SPACE', message: 'The disk is full', hint: 'Free some.' } }),
      now,
    );
    expect(text).toContain('error  The disk is full (NO_SPACE)');
    expect(text).toContain('hint   Free some.');
  });
});
