import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newestSource } from './look.ts';
import { isBuilt, whyBuild } from './stale.ts';

const root = mkdtempSync(join(tmpdir(), 'cofferdam-stale-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('whyBuild', () => {
  it('builds what was never built, or only in part', () => {
    expect(whyBuild([null, null], 1)).toBe('there is no build yet');
    expect(whyBuild([5, null], 1)).toBe('there is no build yet');
  });

  it('builds again when a source is newer than the oldest part', () => {
    expect(whyBuild([20, 10], 11)).toBe('the sources are newer than the build');
    expect(whyBuild([20, 10], 10)).toBeNull();
  });
});

describe('isBuilt', () => {
  it.each(['electron/x.test.ts', 'renderer/a.test.tsx', 'electron/j.fixture.ts'])('leaves %s out', (path) => {
    expect(isBuilt(path)).toBe(false);
  });
  it.each(['electron/x.ts', 'renderer/index.html', 'electron/store/migrations/001.sql'])('takes %s', (path) => {
    expect(isBuilt(path)).toBe(true);
  });
});

describe('newestSource', () => {
  it('finds the newest file, and sees that one was removed by its folder', () => {
    mkdirSync(join(root, 'electron/a'), { recursive: true });
    writeFileSync(join(root, 'electron/a/x.ts'), '');
    writeFileSync(join(root, 'electron/a/x.test.ts'), '');
    const at = (seconds: number, ...paths: string[]): void => paths.forEach((path) => utimesSync(join(root, path), seconds, seconds));
    at(100, 'electron', 'electron/a');
    at(200, 'electron/a/x.ts');
    at(900, 'electron/a/x.test.ts');
    expect(newestSource(root)).toBe(200_000);
    at(300, 'electron/a');
    expect(newestSource(root)).toBe(300_000);
  });
});
