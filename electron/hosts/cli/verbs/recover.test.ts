import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AutoRecoveryResult, HealthReport } from '#shared/contract/recovery.ts';
import { cofferdam } from '../cofferdam.fixture.ts';
import { healthText, recoveryText } from './recover.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cofferdam-recover-'));
  await mkdir(join(home, 'data'));
  const database = new Database(join(home, 'data', 'notes.db'));
  database.exec(`CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO note SELECT i, printf('%0200d', i) FROM n`);
  database.close();
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function damage(): Promise<void> {
  const path = join(home, 'data', 'notes.db');
  const bytes = await readFile(path);
  bytes.fill(0xff, 4096 * 5, 4096 * 6);
  await writeFile(path, bytes);
}

describe('cofferdam recover', () => {
  it('--check finds nothing in a healthy home', async () => {
    const { code, stdout } = await cofferdam('--home', home, 'recover', '--check', '--json');
    expect([code, HealthReport.parse(JSON.parse(stdout)).healthy]).toEqual([0, true]);
  });

  it('--check names the damaged database, exits with 3 and changes nothing', async () => {
    await damage();
    const before = await readFile(join(home, 'data', 'notes.db'));
    const { code, stdout } = await cofferdam('--home', home, 'recover', '--check');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^DAMAGED {2}data\/notes\.db/m);
    expect((await readFile(join(home, 'data', 'notes.db'))).equals(before)).toBe(true);
  });

  it('repairs it, tells method and rows, and keeps the original', async () => {
    await damage();
    const { code, stdout } = await cofferdam('--home', home, 'recover', '--json');
    const { repairDetails } = AutoRecoveryResult.parse(JSON.parse(stdout));
    const detail = repairDetails['data/notes.db'];
    expect([code, ['recover', 'row-salvage'].includes(detail?.method ?? '')]).toEqual([0, true]);
    expect(detail?.tables[0]?.kept).toBeGreaterThan(450);
    expect(await readFile(join(detail?.quarantine ?? '', 'notes.db'))).toBeDefined();
    expect((await cofferdam('--home', home, 'recover')).stdout).toBe('2 databases checked, none damaged.\n');
  });
});

it('says in words what was kept, lost and not repaired', () => {
  expect(healthText({ checkedAt: '2026-11-20T12:00:00.000Z', healthy: true, databases: [] })).toBe('There are no databases.');
  const text = recoveryText({
    checkedAt: '2026-11-20T12:00:00.000Z',
    recovered: true,
    databasesChecked: ['data/a.db', 'data/b.db'],
    corruptedDatabases: [
      { path: 'data/a.db', problems: ['x'] },
      { path: 'data/b.db', problems: ['y'] },
    ],
    repairedDatabases: ['data/a.db'],
    repairDetails: {
      'data/a.db': {
        method: 'row-salvage',
        tables: [
          { table: 'note', kept: 1, lost: 2 },
          { table: 'log', kept: 3, lost: null },
        ],
        partialImport: true,
        warnings: ['The index by_text could not be made again'],
        quarantine: '/q/a',
        backupId: null,
        backupTime: null,
      },
    },
    errors: ['data/b.db: the disk is full'],
  });
  expect(text.split('\n')).toEqual([
    'data/a.db: repaired (row-salvage)',
    '  note: 1 row kept, 2 lost',
    '  log: 3 rows kept, it is not known how many are lost',
    '  The index by_text could not be made again',
    '  the damaged original is in /q/a',
    'NOT repaired: data/b.db: the disk is full',
  ]);
});
