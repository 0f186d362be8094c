import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveToQuarantine } from './quarantine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-quarantine-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = new Date('2026-11-20T10:00:00.123Z');

test('moves the file as it is, under a name that says when', async () => {
  const path = join(folder, 'settings.json');
  writeFileSync(path, 'garbage');

  const moved = await moveToQuarantine(path, join(folder, 'quarantine'), now);

  expect(moved).toBe(join(folder, 'quarantine', 'settings-2026-11-20T10-00-00-123Z.json'));
  expect(readFileSync(moved, 'utf8')).toBe('garbage');
  expect(existsSync(path)).toBe(false);
  expect(statSync(join(folder, 'quarantine')).mode & 0o777).toBe(0o700);
});

test('never overwrites an earlier one', async () => {
  const path = join(folder, 'settings.json');
  for (const text of ['first', 'second']) {
    writeFileSync(path, text);
    await moveToQuarantine(path, join(folder, 'quarantine'), now);
  }
  const kept = readdirSync(join(folder, 'quarantine')).map((name) => readFileSync(join(folder, 'quarantine', name), 'utf8'));
  expect(kept.sort()).toEqual(['first', 'second']);
});
