import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTool } from './find-tool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-tool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

test('the first folder in PATH that has it wins', async () => {
  program('b', 'tool');
  const first = program('a', 'tool');
  expect(await findTool('tool', { PATH: `${folder}/none:${folder}/a:${folder}/b` })).toBe(first);
});

test('a file that may not be run, and a folder of that name, are passed over', async () => {
  chmodSync(program('a', 'tool'), 0o644);
  mkdirSync(join(folder, 'b', 'tool'), { recursive: true });
  const right = program('c', 'tool');
  expect(await findTool('tool', { PATH: `${folder}/a:${folder}/b:${folder}/c` })).toBe(right);
});

test('relative entries in PATH are not searched', async () => {
  expect(await findTool('package.json', { PATH: '.:' })).toBeNull();
});

test('a path is taken as it is', async () => {
  const tool = program('a', 'tool');
  expect(await findTool(tool)).toBe(tool);
  expect(await findTool(`${tool}-not`)).toBeNull();
});

test('null when nobody has it', async () => {
  expect(await findTool('cofferdam-no-such-tool')).toBeNull();
});

test('finds a real one', async () => {
  expect(await findTool('sh')).toMatch(/\/sh$/);
});
