import { describe, expect, test } from 'vitest';
import type { AppStatus } from '#shared/contract/app.ts';
import { protectionOf } from './protection.ts';
import { aBackup } from './sample-data.fixture.ts';

const now = new Date('2026-11-20T14:00:00.000Z');
const status = (over: Partial<AppStatus> = {}): AppStatus => ({
  storage: { ok: true, message: 'fine' },
  lastVerifiedBackup: { id: 'A', createdAt: '2026-11-20T12:00:00.000Z' },
  backupCount: 1,
  pendingRestore: null,
  unseenReport: false,
  runningJobs: 0,
  ...over,
});

describe('am I protected?', () => {
  test('yes, by a recent backup that verified', () => {
    expect(protectionOf(status(), [aBackup()], now)).toEqual({
      tone: 'ok',
      title: 'Protected',
      message: 'A verified backup was made 2 hours ago.',
      action: null,
    });
  });

  test('not without a backup', () => {
    expect(protectionOf(status({ lastVerifiedBackup: null }), [], now)).toMatchObject({ tone: 'warning', action: 'create' });
  });

  test('not by one that was never verified', () => {
    const found = protectionOf(status({ lastVerifiedBackup: null }), [aBackup({ verdict: null })], now);
    expect(found).toMatchObject({ tone: 'warning', action: 'verify-newest' });
  });

  test('not when the newest is damaged, whatever the older ones are', () => {
    const found = protectionOf(status(), [aBackup({ verdict: 'corrupt' }), aBackup()], now);
    expect(found).toMatchObject({ tone: 'error', action: 'create' });
    expect(found.message).toContain('Corrupt');
  });

  test('hardly, when the verified one is old', () => {
    const old = { lastVerifiedBackup: { id: 'A', createdAt: '2026-11-01T12:00:00.000Z' } };
    expect(protectionOf(status(old), [aBackup({ verdict: null })], now)).toMatchObject({ tone: 'warning', action: 'verify-newest' });
    expect(protectionOf(status(old), [aBackup()], now)).toMatchObject({ tone: 'warning', action: 'create' });
  });

  test('storage comes before everything', () => {
    const found = protectionOf(status({ storage: { ok: false, message: 'cofferdam.db is damaged' } }), [aBackup()], now);
    expect(found).toMatchObject({ tone: 'error', message: 'cofferdam.db is damaged', action: 'doctor' });
  });
});
