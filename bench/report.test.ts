import { describe, expect, it } from 'vitest';
import { type Results, report, targets } from './report.ts';

const results: Results = {
  date: new Date('2026-11-20T12:00:00Z'),
  machine: { cores: 4, memoryBytes: 8 * 2 ** 30, disk: 'ext4 on disk', system: 'Debian', node: 'v24' },
  corpusBytes: 700e6,
  corpusFiles: 16_003,
  backups: {
    runs: 3,
    missing: ['borg'],
    results: [
      {
        name: 'cofferdam',
        note: 'n',
        seconds: { create: 10, verify: 4, restore: 16 },
        rss: { create: 200e6, verify: 90e6, restore: 90e6 },
      },
      {
        name: 'zip -6, unzip',
        note: 'n',
        seconds: { create: 20, verify: 4, restore: 10 },
        rss: { create: 5e6, verify: 5e6, restore: 5e6 },
      },
    ],
  },
  loop: { p50Ms: 1, p99Ms: 60, maxMs: 80, seconds: 10 },
  start: { serverMs: 300, pageMs: 200, gatesMs: 8, steps: [{ step: 'restore gate', ms: 3 }] },
  bundleBytes: 120_000,
};
const verdicts = (of: Results): [string, boolean][] => targets(of).map(({ measured, met }) => [measured, met]);

describe('the goals', () => {
  it('are ratios to zip on the same machine, and say which were missed', () => {
    expect(verdicts(results)).toEqual([
      ['0.50 ×', true],
      ['1.00 ×', true],
      ['1.60 ×', false],
      ['191 MiB', true],
      ['60 ms', false],
      ['500 ms', true],
      ['8.0 ms', true],
      ['117 KiB', true],
    ]);
  });

  it('leave out what could not be measured rather than call it met', () => {
    const backups = { ...results.backups, results: results.backups.results.slice(0, 1) };
    expect(verdicts({ ...results, backups, start: null })).toEqual([
      ['191 MiB', true],
      ['60 ms', false],
      ['117 KiB', true],
    ]);
  });
});

describe('the page', () => {
  it('says when, on what and against whom', () => {
    const page = report(results);
    expect(page).toContain('on 2026-11-20');
    expect(page).toContain('4 cores, 8192 MiB memory');
    expect(page).toContain('| zip -6, unzip | 20.00 s | 4.00 s | 10.00 s | 5 MiB | n |');
    expect(page).toContain('Not installed, so not compared: borg');
    expect(page).toContain('**missed**');
  });

  it('says when the start could not be measured', () => {
    expect(report({ ...results, start: null })).toContain('Not measured: there is no Chromium');
  });
});
