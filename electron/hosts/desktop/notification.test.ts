import { describe, expect, it } from 'vitest';
import type { BackupInfo, VerifyReport } from '#shared/contract/backup.ts';
import { notificationFor, shouldNotify } from './notification.ts';
import { sampleJob } from './sample-job.fixture.ts';

const info: BackupInfo = {
  id: '01K',
  createdAt: '2026-11-20T10:00:00.000Z',
  sizeBytes: 734_003_200,
  contentBytes: 1_000_000_000,
  fileCount: 16_602,
  path: '/h/backups/a.zip',
  type: 'full',
  areas: ['config', 'data', 'skills'],
  createdBy: 'manual',
  label: null,
  isCheckpoint: false,
  checkpointReason: null,
  checksum: 'ab',
  version: '0.1.0',
  schemaVersion: 1,
  host: 'h',
  format: 'zip',
  pinnedBy: null,
  verifiedAt: null,
  verdict: null,
  problem: null,
};

const report = (verdict: VerifyReport['verdict']): VerifyReport => ({
  id: '01K',
  verdict,
  checkedAt: '2026-11-20T10:00:00.000Z',
  deep: false,
  durationMs: 5,
  entries: { total: 3, ok: 3 },
  problems: [],
});

describe('notificationFor', () => {
  it('says how large a backup became', () => {
    expect(notificationFor(sampleJob({ result: info }))).toEqual({
      title: 'Full backup finished',
      body: '16,602 files, 700 MiB',
      urgency: 'normal',
      route: '/backups',
    });
  });

  it('is urgent when a job failed, with reason and remedy', () => {
    const job = sampleJob({ state: 'failed', error: { code: 'NO_SPACE', message: 'The disk is full', hint: 'Free 2 GiB.' } });
    expect(notificationFor(job)).toEqual({
      title: 'Full backup failed',
      body: 'The disk is full. Free 2 GiB.',
      urgency: 'critical',
      route: '/jobs/01KJOB',
    });
  });

  it('says that every entry was right', () => {
    const job = sampleJob({ kind: 'backup.verify', title: 'Verify', result: { ok: true, reports: [report('valid'), report('valid')] } });
    expect(notificationFor(job)).toMatchObject({ body: '2 backups verified: every entry is right', urgency: 'normal' });
  });

  it('is urgent when a verification succeeded in finding damage', () => {
    const job = sampleJob({ kind: 'backup.verify', title: 'Verify', result: { ok: false, reports: [report('valid'), report('corrupt')] } });
    expect(notificationFor(job)).toMatchObject({
      title: 'Verification found problems',
      body: "1 of 2 backups can't be relied on",
      urgency: 'critical',
    });
  });

  it('says when a staged restore takes effect', () => {
    expect(notificationFor(sampleJob({ kind: 'backup.restore', title: 'Restore' }))).toMatchObject({
      title: 'Restore is staged',
      body: 'It is applied when Cofferdam restarts',
    });
  });

  it('names the exported file', () => {
    const job = sampleJob({
      kind: 'backup.export',
      title: 'Export',
      result: { id: '01K', to: '/usb/a.zip', sizeBytes: 1024, checksum: 'ab' },
    });
    expect(notificationFor(job)?.body).toBe('/usb/a.zip, 1.00 KiB');
  });

  it('still says that it ended when the result can not be read', () => {
    expect(notificationFor(sampleJob({ result: { nonsense: true } }))).toMatchObject({ title: 'Full backup finished', body: '' });
  });

  it.each(['queued', 'running', 'cancelled', 'interrupted'] as const)('says nothing of a job that is %s', (state) => {
    expect(notificationFor(sampleJob({ state }))).toBeNull();
  });

  it.each(['succeeded', 'failed'] as const)('leaves a plan that %s to the dialog that asked', (state) => {
    expect(notificationFor(sampleJob({ kind: 'backup.plan', state }))).toBeNull();
  });
});

describe('shouldNotify', () => {
  it.each([
    [true, false, true],
    [true, true, false],
    [false, false, false],
    [false, true, false],
  ])('enabled %s, focused %s: %s', (enabled, focused, expected) => {
    expect(shouldNotify({ enabled, focused })).toBe(expected);
  });
});
