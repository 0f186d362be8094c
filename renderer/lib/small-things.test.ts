import { describe, expect, test, vi } from 'vitest';
import { formatDateTime } from '#shared/format.ts';
import { describeBackup } from './describe-backup.ts';
import { isAt } from './navigation.ts';
import { pagesInView } from './pages-in-view.ts';
import { readable } from './readable.ts';
import { aBackup } from './sample-data.fixture.ts';
import { createStore } from './store.ts';
import { keysOf } from './topics.ts';

test('pages in view are those that hold the rows', () => {
  expect(pagesInView(0, 10, 200)).toEqual([0]);
  expect(pagesInView(190, 230, 200)).toEqual([0, 1]);
  expect(pagesInView(16_000, 16_011, 200)).toEqual([80]);
  expect(pagesInView(0, 0, 200)).toEqual([0]);
});

test('timestamps in a sentence become local time', () => {
  const at = '2026-11-20T16:16:29.907Z';
  expect(readable(`Staged the backup of ${at}, made by hand`)).toBe(`Staged the backup of ${formatDateTime(at)}, made by hand`);
  expect(readable('nothing to change')).toBe('nothing to change');
});

describe('a backup is described', () => {
  test.each([
    [{ label: 'mine', createdBy: 'manual', checkpointReason: null }, 'mine'],
    [{ label: null, createdBy: 'manual', checkpointReason: null }, 'Manual'],
    [{ label: null, createdBy: 'auto', checkpointReason: null }, 'Scheduled'],
    [{ label: null, createdBy: 'checkpoint', checkpointReason: 'before restoring' }, 'Safety copy: before restoring'],
    [{ label: null, createdBy: 'checkpoint', checkpointReason: null }, 'Safety copy'],
    [{ version: 'unknown', path: '/home/dev/backups/holiday.zip' }, 'holiday.zip'],
  ] as const)('%j as %s', (backup, said) => expect(describeBackup(aBackup(backup))).toBe(said));
});

test('a place in the sidebar holds the pages below it', () => {
  expect(isAt('/backups/01K', '/backups')).toBe(true);
  expect(isAt('/backupsx', '/backups')).toBe(false);
  expect(isAt('/backups', '/')).toBe(false);
  expect(isAt('/', '/')).toBe(true);
});

test('a store tells its listeners of changes and of nothing else', () => {
  const store = createStore(1);
  const listener = vi.fn();
  const unsubscribe = store.subscribe(listener);
  store.set(1);
  expect(listener).not.toHaveBeenCalled();
  store.set(2);
  unsubscribe();
  store.set(3);
  expect(listener).toHaveBeenCalledOnce();
  expect(store.get()).toBe(3);
});

test('a topic names what to ask again, and a list of backups is part of a restore’s', () => {
  const paths = keysOf('restore').map(([path]) => (Array.isArray(path) ? path.join('.') : ''));
  expect(paths).toEqual(['backup.pending', 'backup.list', 'app.status']);
  expect(keysOf('settings').map(([path]) => path)).toEqual([['settings']]);
});
