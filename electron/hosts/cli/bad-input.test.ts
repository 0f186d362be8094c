import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cofferdam } from './cofferdam.fixture.ts';

let folder: string;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-cli-'));
  home = join(folder, 'home');
  await writeFile(join(folder, 'file'), 'not a folder');
  await writeFile(join(folder, 'foreign.zip'), 'not an archive');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is given, the code that must come of it, its exit code. */
const table: [string, string, number][] = [
  ['frobnicate', 'INVALID_INPUT', 1],
  ['backup', 'INVALID_INPUT', 1],
  ['backup frobnicate', 'INVALID_INPUT', 1],
  ['backup list --frobnicate', 'INVALID_INPUT', 1],
  ['backup list extra', 'INVALID_INPUT', 1],
  ['backup show', 'INVALID_INPUT', 1],
  ['backup show 01ZZZZ', 'NOT_FOUND', 1],
  ['backup show ../etc/passwd', 'INVALID_INPUT', 1],
  ['backup files 01ZZZZ', 'NOT_FOUND', 1],
  ['backup files 01ZZZZ --limit many', 'INVALID_INPUT', 1],
  ['backup create --type everything', 'INVALID_INPUT', 1],
  ['backup create --label', 'INVALID_INPUT', 1],
  ['backup verify', 'INVALID_INPUT', 1],
  ['backup verify 01ZZZZ --all', 'INVALID_INPUT', 1],
  ['backup verify 01ZZZZ', 'NOT_FOUND', 1],
  ['backup delete 01ZZZZ --yes', 'NOT_FOUND', 1],
  ['backup export 01ZZZZ', 'INVALID_INPUT', 1],
  ['backup export 01ZZZZ --to FOLDER/copy.zip', 'NOT_FOUND', 1],
  ['backup import FOLDER/absent.zip', 'NOT_FOUND', 1],
  ['backup import FOLDER/foreign.zip', 'CORRUPT', 3],
  ['backup restore 01ZZZZ --yes', 'NOT_FOUND', 1],
  ['backup restore 01ZZZZ --dry-run', 'NOT_FOUND', 1],
  ['backup restore 01ZZZZ --only config,photos --yes', 'INVALID_INPUT', 1],
  ['backup cancel-restore', 'NOT_FOUND', 1],
  ['backup undo', 'NOT_FOUND', 1],
  ['job show 01ZZZZ', 'NOT_FOUND', 1],
  ['job list --state asleep', 'INVALID_INPUT', 1],
  ['job cancel 01ZZZZ', 'NOT_FOUND', 1],
  ['settings set nothing.here 1', 'INVALID_INPUT', 1],
  ['settings set backup.compressionLevel 12', 'INVALID_INPUT', 1],
  ['settings set log.level loud', 'INVALID_INPUT', 1],
  ['serve --port 99999', 'INVALID_INPUT', 1],
  ['serve --port x', 'INVALID_INPUT', 1],
  ['serve --host 192.0.2.1 --port 0', 'INVALID_INPUT', 1],
  ['open', 'CONNECTION_FAILED', 2],
  ['token', 'CONNECTION_FAILED', 2],
  ['--home FOLDER/file backup list', 'INVALID_INPUT', 1],
];

describe('what is wrong is said in a sentence and an exit code', () => {
  it.concurrent.each(table.map((row, index) => [...row, index] as const))('%s → %s, exit %i', async (line, code, exit, index) => {
    const args = line.replaceAll('FOLDER', folder).split(' ');
    // A home of its own for each: they run side by side.
    const { code: status, stdout, stderr } = await cofferdam('--home', `${home}-${index}`, ...args, '--json');
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    expect([error.code, status, stdout]).toEqual([code, exit, '']);
    expect(error.message).toMatch(/\S+ \S+/);
    expect(stderr).not.toContain('.ts:');
  });

  it('for people too', async () => {
    const { code, stdout, stderr } = await cofferdam('--home', home, 'backup', 'show', '01ZZZZ');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: .*01ZZZZ.*\n(?:hint: {2}.*\n)?code: {2}NOT_FOUND\n$/);
  });
});
