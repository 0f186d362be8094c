import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MenuEntry } from './menu.ts';
import { stateLine, trayIcon, trayMenu, type TrayState } from './tray-menu.ts';

const calm: TrayState = {
  storage: { ok: true, message: 'SQLite, 1.2 MiB' },
  lastVerifiedBackup: { id: '01K', createdAt: '2026-11-20T10:00:00.000Z' },
  backupCount: 3,
  pendingRestore: null,
  unseenReport: false,
  runningJobs: 0,
  now: new Date('2026-11-20T12:00:00.000Z'),
  backingUp: false,
};
const pendingRestore = { backupId: '01K', backupCreatedAt: '2026-11-20T10:00:00.000Z', kind: 'restore' } as const;
const labels = (items: MenuEntry[]): string[] => items.map((item) => ('label' in item ? item.label : '—'));

describe('trayMenu', () => {
  it('is short on a calm day', () => {
    expect(labels(trayMenu(calm))).toEqual(['Verified backup: 2 hours ago', '—', 'Back up now', '—', 'Open Cofferdam', 'Quit']);
  });

  it('offers the pending restore only while there is one', () => {
    expect(labels(trayMenu({ ...calm, pendingRestore }))).toContain('Pending restore…');
    expect(labels(trayMenu({ ...calm, pendingRestore: { ...pendingRestore, kind: 'undo' } }))).toContain('Pending undo…');
    expect(labels(trayMenu(calm))).not.toContain('Pending restore…');
  });

  it('starts no second backup', () => {
    expect(trayMenu({ ...calm, backingUp: true, runningJobs: 1 })).toContainEqual({ label: 'Backing up…', enabled: false });
  });

  it('has no entry that does nothing', () => {
    const said = (item: MenuEntry): boolean => 'enabled' in item || 'command' in item || 'separator' in item;
    const dead = trayMenu({ ...calm, pendingRestore }).filter((item) => !said(item));
    expect(dead).toEqual([]);
  });
});

describe('stateLine', () => {
  it.each<[string, Partial<TrayState>]>([
    ['Storage: the disk is full', { storage: { ok: false, message: 'the disk is full' }, pendingRestore, runningJobs: 2 }],
    ['Restore waits for a restart', { pendingRestore, runningJobs: 2 }],
    ['Undo waits for a restart', { pendingRestore: { ...pendingRestore, kind: 'undo' } }],
    ['2 jobs running', { runningJobs: 2 }],
    ['No verified backup yet', { lastVerifiedBackup: null }],
    ['No backup yet', { lastVerifiedBackup: null, backupCount: 0 }],
  ])('is "%s"', (line, changes) => {
    expect(stateLine({ ...calm, ...changes })).toBe(line);
  });
});

describe('trayIcon', () => {
  it('asks for attention where there is something to decide', () => {
    expect(trayIcon(calm, false)).toBe('tray-normal-light.png');
    expect(trayIcon({ ...calm, unseenReport: true }, true)).toBe('tray-attention-dark.png');
    expect(trayIcon({ ...calm, pendingRestore }, false)).toBe('tray-attention-light.png');
    expect(trayIcon({ ...calm, storage: { ok: false, message: '' } }, false)).toBe('tray-attention-light.png');
  });

  it.each([true, false])('names files that are there (dark: %s)', (dark) => {
    for (const unseenReport of [true, false]) {
      const file = join(import.meta.dirname, '../../../resources/icons', trayIcon({ ...calm, unseenReport }, dark));
      expect(existsSync(file)).toBe(true);
      expect(existsSync(file.replace('.png', '@2x.png'))).toBe(true);
    }
  });
});
