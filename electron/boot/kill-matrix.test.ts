import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '#shared/contract/backup.ts';
import { verifyTask } from '../backup/verify-task.ts';
import { damageOf } from '../backup/recovery/rungs.ts';
import { addRows, rowsOf, treeOf } from '../backup/testing/home.ts';
import { context } from '../backup/testing/create.ts';
import { readJournal } from '../backup/restore/journal.ts';
import { type Home, homeAt } from './home.ts';
import { startApp } from './start.ts';

/**
 * A real process is SIGKILLed at each named step of each operation. Whatever the step, the next start must find the
 * home wholly as it was or wholly as it was to become, must leave nothing half-made, and the start after it must
 * have nothing left to do.
 */

const child = join(import.meta.dirname, 'testing', 'operate.child.ts');
let place: string;
/** Homes as they are just before an operation, each made once and copied for every step. */
const templates: Partial<Record<Template, Home>> = {};
type Template = 'plain' | 'staged' | 'merging' | 'broken' | 'restored' | 'undoing';
type Operation = 'create' | 'stage' | 'stage-merge' | 'start' | 'undo';

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

async function operate(home: Home, operation: Operation, failAt?: string): Promise<Ended> {
  const env = { ...process.env, ...(failAt ? { COFFERDAM_FAIL_AT: failAt } : {}) };
  const running = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', child, home.root, operation], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  running.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  const [code, signal] = (await once(running, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stderr };
}

async function succeed(home: Home, operation: Operation): Promise<void> {
  expect(await operate(home, operation)).toMatchObject({ code: 0, stderr: '' });
}

/** What a person would call the state: every area but our own database, which also records that we started. */
function stateOf(home: Home): Record<string, string> {
  const trees = areas.map((area) =>
    Object.entries(treeOf(home.area(area), ['cofferdam.db'])).map(([path, content]) => [`${area}/${path}`, content]),
  );
  return Object.fromEntries(trees.flat());
}

function copyOf(template: Template, name: string): Home {
  const home = homeAt(join(place, name.replace(/\W+/g, '-')));
  cpSync(templates[template]?.root ?? '', home.root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return home;
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'cofferdam-kill-'));
  const make = (template: Template, from?: Template): Home => {
    const home = from ? copyOf(from, template) : homeAt(join(place, template));
    templates[template] = home;
    return home;
  };
  const plain = make('plain');
  for (const area of areas) {
    mkdirSync(join(plain.area(area), 'folder'), { recursive: true });
    writeFileSync(join(plain.area(area), 'folder', 'file'), `old ${area}`);
  }
  addRows(join(plain.area('data'), 'app.db'), 'A', 50);
  await succeed(plain, 'create');
  for (const area of areas) writeFileSync(join(plain.area(area), 'folder', 'file'), `new ${area}`);
  writeFileSync(join(plain.area('skills'), 'later'), 'later');
  rmSync(join(plain.area('config'), 'folder'), { recursive: true });
  addRows(join(plain.area('data'), 'app.db'), 'B', 5);

  const staged = make('staged', 'plain');
  await succeed(staged, 'stage');
  await succeed(make('merging', 'plain'), 'stage-merge');
  const broken = make('broken', 'staged');
  const { current } = await readJournal(broken);
  writeFileSync(
    join(broken.staged(current?.id ?? '', 'data'), 'cofferdam.db'),
    'no database, though large enough to be taken for one'.repeat(100),
  );
  await succeed(make('restored', 'staged'), 'start');
  await succeed(make('undoing', 'restored'), 'undo');
}, 120_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

const moves = (prefix: 'gate' | 'rollback', first: string): string[] =>
  areas.flatMap((area) => [`${prefix}:${first}-${area}`, `${prefix}:moved-${area}`]);
const promotion = [
  'gate:checkpointed',
  'gate:merged',
  'gate:promoting',
  ...moves('gate', 'aside'),
  'gate:promoted',
  'confirm:before',
  'confirm:recorded',
  'confirm:done',
];

const matrix: { name: string; template: Template; operation: Operation; steps: string[] }[] = [
  {
    name: 'create',
    template: 'plain',
    operation: 'create',
    steps: ['scanned', 'before-finish', 'written', 'verified', 'renamed', 'recorded'].map((step) => `create:${step}`),
  },
  { name: 'stage', template: 'plain', operation: 'stage', steps: ['stage:extracted', 'stage:checked', 'stage:journaled'] },
  { name: 'gate and confirm', template: 'staged', operation: 'start', steps: ['create:written', ...promotion] },
  { name: 'gate and confirm of a merge', template: 'merging', operation: 'start', steps: promotion },
  {
    name: 'roll back',
    template: 'broken',
    operation: 'start',
    steps: ['rollback:marked', ...moves('rollback', 'staged'), 'rollback:moved', 'rollback:recorded'],
  },
  { name: 'stage an undo', template: 'restored', operation: 'undo', steps: ['undo:before', 'undo:journaled'] },
  { name: 'gate and confirm of an undo', template: 'undoing', operation: 'start', steps: promotion },
];

/** A start in this process: what a user does after the crash. */
async function startAgain(home: Home): Promise<void> {
  const app = await startApp({ home, host: 'cli', applyRestore: true });
  await app.close();
}

describe.each(matrix)('$name', ({ name, template, operation, steps }) => {
  let old: Record<string, string>;
  let wanted: Record<string, string>;

  beforeAll(async () => {
    old = stateOf(templates[template] as Home);
    const undisturbed = copyOf(template, `${name}-undisturbed`);
    await succeed(undisturbed, operation);
    await startAgain(undisturbed);
    wanted = stateOf(undisturbed);
  });

  it.each(steps)('survives a kill at %s', async (step) => {
    const home = copyOf(template, `${name}-${step}`);
    const before = archivesOf(home);
    expect(await operate(home, operation, step)).toMatchObject({ signal: 'SIGKILL' });

    await startAgain(home);
    const state = stateOf(home);
    expect([old, wanted]).toContainEqual(state);
    expectNothingHalfMade(home);
    expect(archivesOf(home)).toEqual(expect.arrayContaining(before));
    for (const archive of archivesOf(home)) expect(await verdictOf(home, archive)).toBe('valid');

    await startAgain(home);
    expect(stateOf(home)).toEqual(state);
    rmSync(home.root, { recursive: true });
  });
});

const recoverySteps = ['recover:planned', 'recover:moved-wal', 'recover:moved', 'recover:placed'];

describe('repair a damaged database', () => {
  it.each(recoverySteps)('survives a kill at %s', async (step) => {
    const home = copyOf('plain', `recover-${step}`);
    const database = join(home.area('data'), 'app.db');
    const damaged = readFileSync(database);
    damaged.fill(0xff, 4096 * 3, 4096 * 4);
    writeFileSync(database, damaged);
    writeFileSync(home.runStateFile, JSON.stringify({ state: 'dirty', bootId: 'x', pid: 1, at: new Date().toISOString() }));
    expect(await operate(home, 'start', step)).toMatchObject({ signal: 'SIGKILL' });

    await startAgain(home);
    expect(damageOf(database)).toEqual([]);
    expect(Object.values(rowsOf(database)).reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(20);
    const originals = readdirSync(home.quarantine).filter((name) => existsSync(join(home.quarantine, name, 'app.db')));
    expect(originals.map((name) => readFileSync(join(home.quarantine, name, 'app.db')).equals(damaged))).toEqual([true]);
    expect(readdirSync(home.quarantine).some((name) => existsSync(join(home.quarantine, name, 'plan.json')))).toBe(false);
    rmSync(home.root, { recursive: true });
  });
});

it('counts its cases', () => {
  const cases = matrix.reduce((sum, { steps }) => sum + steps.length, recoverySteps.length);
  process.stdout.write(`Kill matrix: ${matrix.length + 1} operations, ${cases} kills.\n`);
  expect(cases).toBeGreaterThanOrEqual(64);
});

const archivesOf = (home: Home): string[] =>
  readdirSync(home.backups)
    .filter((name) => name.endsWith('.zip'))
    .sort();

function expectNothingHalfMade(home: Home): void {
  expect(readdirSync(home.backups).filter((name) => !/\.zip(\.json)?$/.test(name))).toEqual([]);
  const journal = JSON.parse(readFileSync(home.journalFile, { encoding: 'utf8', flag: 'a+' }) || '{"current":null}') as {
    current: { state: string } | null;
  };
  expect(journal.current).toBeNull();
  const staged = join(home.restore, 'staged');
  expect(existsSync(staged) ? readdirSync(staged) : []).toEqual([]);
}

async function verdictOf(home: Home, archive: string): Promise<string> {
  const report = await verifyTask(
    { id: archive, path: join(home.backups, archive), checksum: '', deep: true, folder: home.backups },
    context(),
  );
  return report.verdict;
}
