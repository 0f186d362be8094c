import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '#shared/contract/settings.ts';
import { silentLog } from '../log/index.ts';
import { openSettings, type SettingsFile } from './settings-file.ts';

let folder: string;
let path: string;
let quarantine: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-settings-'));
  path = join(folder, 'config', 'settings.json');
  quarantine = join(folder, 'quarantine');
  mkdirSync(join(folder, 'config'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): Promise<SettingsFile> => openSettings(path, { quarantine, log: silentLog, now: () => new Date('2026-11-20T10:00:00Z') });
const written = (): unknown => JSON.parse(readFileSync(path, 'utf8'));
const quarantined = (): string[] => (existsSync(quarantine) ? readdirSync(quarantine) : []);

/** Root may read everything, so the test steps down where it runs as root. */
async function asUnprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  chmodSync(folder, 0o755);
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('without a file', () => {
  test('defaults are in force and nothing is written', async () => {
    const settings = await open();
    expect(settings.view()).toEqual({ settings: defaultSettings(), path, problem: null });
    expect(existsSync(path)).toBe(false);
  });

  test('the first change writes just that change, for the owner only', async () => {
    const settings = await open();
    const view = await settings.update({ appearance: { theme: 'dark' } });

    expect(view.settings.appearance.theme).toBe('dark');
    expect(written()).toEqual({ appearance: { theme: 'dark' } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await open()).current.appearance.theme).toBe('dark');
  });
});

describe('with a good file', () => {
  test('a change keeps keys we do not know', async () => {
    writeFileSync(path, '{"backup": {"compressionLevel": 6, "encryption": "age"}, "fromTheFuture": [1, 2]}');
    const settings = await open();
    await settings.update({ backup: { compressionLevel: 1 } });

    expect(written()).toEqual({ backup: { compressionLevel: 1, encryption: 'age' }, fromTheFuture: [1, 2] });
  });

  test('a change made in an editor meanwhile is kept', async () => {
    const settings = await open();
    writeFileSync(path, '{"log": {"level": "debug"}}');
    const view = await settings.update({ desktop: { closeToTray: true } });

    expect(view.settings).toMatchObject({ log: { level: 'debug' }, desktop: { closeToTray: true } });
    expect(written()).toEqual({ log: { level: 'debug' }, desktop: { closeToTray: true } });
  });

  test('many changes at once all arrive', async () => {
    const settings = await open();
    await Promise.all([
      settings.update({ appearance: { theme: 'light' } }),
      settings.update({ backup: { compressionLevel: 9 } }),
      settings.update({ backup: { keepUndoDays: 30 } }),
      settings.update({ log: { level: 'warn' } }),
    ]);

    expect(written()).toEqual({
      appearance: { theme: 'light' },
      backup: { compressionLevel: 9, keepUndoDays: 30 },
      log: { level: 'warn' },
    });
  });

  test('an impossible value is refused, says why, and the next change works', async () => {
    const settings = await open();
    await expect(settings.update({ backup: { compressionLevel: 99 } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('backup.compressionLevel'),
    });
    expect(existsSync(path)).toBe(false);

    await settings.update({ backup: { compressionLevel: 9 } });
    expect(settings.current.backup.compressionLevel).toBe(9);
  });

  test('listeners hear of each real change until they stop', async () => {
    const settings = await open();
    const heard: string[] = [];
    const stop = settings.onChange((now) => heard.push(now.log.level));

    await settings.update({ log: { level: 'debug' } });
    await settings.update({ log: { level: 'debug' } });
    stop();
    await settings.update({ log: { level: 'error' } });

    expect(heard).toEqual(['debug']);
  });

  test('when it can not be written, what was in force stays', async () => {
    const settings = await open();
    rmSync(join(folder, 'config'), { recursive: true });

    await expect(settings.update({ log: { level: 'debug' } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(settings.current.log.level).toBe('info');
  });
});

describe('with a broken file', () => {
  test('it is moved to quarantine, whole; defaults are in force; the problem says where, why and how to go back', async () => {
    writeFileSync(path, '{"backup": oops');
    const settings = await open();

    const { settings: inForce, problem } = settings.view();
    expect(inForce).toEqual(defaultSettings());
    const moved = join(quarantine, 'settings-2026-11-20T10-00-00-000Z.json');
    expect(problem).toMatchObject({ code: 'CORRUPT', details: { path, movedTo: moved } });
    expect(problem?.message).toContain('not JSON');
    expect(problem?.message).toContain(moved);
    expect(problem?.hint).toContain(path);
    expect(readFileSync(moved, 'utf8')).toBe('{"backup": oops');
    expect(existsSync(path)).toBe(false);
  });

  test('one wrong value is enough, and it is named', async () => {
    writeFileSync(path, '{"backup": {"keepUndoDays": "a week"}, "log": {"level": "debug"}}');
    const settings = await open();
    expect(settings.view().problem?.message).toContain('backup.keepUndoDays');
    expect(settings.current.log.level).toBe('info');
  });

  test('settings can be saved again, and the notice stays until the next start', async () => {
    writeFileSync(path, 'garbage');
    const settings = await open();
    const view = await settings.update({ log: { level: 'warn' } });

    expect(view.problem?.code).toBe('CORRUPT');
    expect(written()).toEqual({ log: { level: 'warn' } });
    expect((await open()).view().problem).toBeNull();
  });

  test('broken while we run: the good state we know is what the change is laid over', async () => {
    writeFileSync(path, '{"log": {"level": "debug"}, "future": 1}');
    const settings = await open();
    writeFileSync(path, 'garbage');
    const view = await settings.update({ desktop: { notifications: false } });

    expect(view.problem?.code).toBe('CORRUPT');
    expect(quarantined()).toHaveLength(1);
    expect(written()).toEqual({ log: { level: 'debug' }, future: 1, desktop: { notifications: false } });
  });

  test('that can not be moved is left where it is, and saving is refused', async () => {
    writeFileSync(path, 'garbage');
    writeFileSync(quarantine, 'a file where the folder should be');
    const settings = await open();

    expect(settings.view().problem).toMatchObject({ code: 'CORRUPT', hint: expect.stringContaining(path) });
    await expect(settings.update({ log: { level: 'debug' } })).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(readFileSync(path, 'utf8')).toBe('garbage');
  });
});

describe('with a file that can not be read', () => {
  test('it is not touched, saving is refused, and both work once it can be read', async () => {
    writeFileSync(path, '{"log": {"level": "debug"}}');
    chmodSync(path, 0o000);

    const settings = await asUnprivileged(open);
    expect(settings.view()).toMatchObject({
      settings: defaultSettings(),
      problem: { code: 'PERMISSION_DENIED', message: expect.stringContaining(path) },
    });
    await asUnprivileged(() =>
      expect(settings.update({ appearance: { theme: 'dark' } })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' }),
    );
    chmodSync(path, 0o600);
    expect(written()).toEqual({ log: { level: 'debug' } });
    expect(quarantined()).toEqual([]);

    const view = await settings.update({ appearance: { theme: 'dark' } });
    expect(view).toMatchObject({ problem: null, settings: { log: { level: 'debug' }, appearance: { theme: 'dark' } } });
  });
});

describe('reload', () => {
  test('puts in force what replaced the file, and defaults where a restore took it away', async () => {
    const settings = await open();
    await settings.update({ log: { level: 'debug' } });
    writeFileSync(path, '{"log":{"level":"warn"}}');
    await settings.reload();
    expect(settings.current.log.level).toBe('warn');
    rmSync(path);
    await settings.reload();
    expect(settings.current).toEqual(defaultSettings());
  });

  test('a broken file goes to quarantine, and nothing of the one before stays in force', async () => {
    const settings = await open();
    await settings.update({ log: { level: 'debug' } });
    writeFileSync(path, 'garbage');
    await settings.reload();
    expect(settings.view()).toMatchObject({ settings: defaultSettings(), problem: { code: 'CORRUPT' } });
  });
});
