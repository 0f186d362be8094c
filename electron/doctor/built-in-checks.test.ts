import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { areas } from '#shared/contract/backup.ts';
import { homeAt } from '../boot/home.ts';
import { silentLog } from '../log/index.ts';
import { openSettings } from '../settings/index.ts';
import { openSqliteStore } from '../store/index.ts';
import { builtInChecks } from './built-in-checks.ts';
import { Doctor } from './doctor.ts';

test('a fresh home is healthy, and every check has its own id', async () => {
  const home = homeAt(mkdtempSync(join(tmpdir(), 'cofferdam-doctor-')));
  for (const folder of [...areas.map((area) => home.area(area)), home.backups, home.restore, home.quarantine, home.logs])
    mkdirSync(folder, { mode: 0o700 });
  const store = await openSqliteStore(home.databaseFile, { log: silentLog });
  const settings = await openSettings(home.settingsFile, { quarantine: home.quarantine, log: silentLog });
  onTestFinished(async () => {
    await store.close();
    rmSync(home.root, { recursive: true, force: true });
  });

  const { healthy, checks } = await new Doctor(builtInChecks({ home, store, settings })).run();

  expect(healthy).toBe(true);
  const ids = checks.map(({ id }) => id);
  expect(ids).toEqual([
    'node',
    'sqlite',
    'home.writable',
    'home.private',
    'home.space',
    'storage',
    'settings',
    'desktop.electron',
    'desktop.display',
  ]);
  // What the machine has may warn; nothing of ours may.
  for (const check of checks.filter(({ id }) => !/^desktop\.|space/.test(id))) expect(check).toMatchObject({ status: 'ok' });
});
