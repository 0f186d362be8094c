import { describe, expect, test } from 'vitest';
import { commandLine, commands, shellQuote } from './commands.ts';
import { startingOptions } from './restore-plan.ts';

const everything = startingOptions({ areas: ['config', 'data', 'skills'] });

describe('a command line', () => {
  test('creates with type and label', () => {
    expect(commandLine(commands.backupCreate({ type: 'full', label: 'before upgrade' }))).toBe(
      'cofferdam backup create --type full --label "before upgrade"',
    );
  });

  test('leaves out a label that is not there', () => {
    expect(commandLine(commands.backupCreate({ type: 'data' }))).toBe('cofferdam backup create --type data');
    expect(commandLine(commands.backupCreate({ type: 'data', label: '' }))).toBe('cofferdam backup create --type data');
  });

  test('ties a label that looks like a flag to its own flag', () => {
    expect(commandLine(commands.backupCreate({ type: 'full', label: '--yes' }))).toBe('cofferdam backup create --type full --label=--yes');
  });

  test('names a home that is not the usual one', () => {
    expect(commandLine(commands.doctor(), '/home/dev/.local/share/cofferdam')).toBe('cofferdam doctor');
    expect(commandLine(commands.doctor(), '/srv/my home')).toBe('cofferdam --home "/srv/my home" doctor');
  });

  test('verifies one, all, deeply', () => {
    expect(commandLine(commands.backupVerify('01K', false))).toBe('cofferdam backup verify 01K');
    expect(commandLine(commands.backupVerify(undefined, true))).toBe('cofferdam backup verify --all --deep');
  });

  test('stands in FILE for a path not yet typed', () => {
    expect(commandLine(commands.backupExport('01K', ''))).toBe('cofferdam backup export 01K --to FILE');
    expect(commandLine(commands.backupImport(''))).toBe('cofferdam backup import FILE');
    expect(commandLine(commands.backupImport('/media/usb/a b.zip'))).toBe('cofferdam backup import "/media/usb/a b.zip"');
  });

  test('sets a setting', () => {
    expect(commandLine(commands.settingsSet('backup.compressionLevel', 6))).toBe('cofferdam settings set backup.compressionLevel 6');
    expect(commandLine(commands.settingsSet('desktop.notifications', false))).toBe('cofferdam settings set desktop.notifications false');
  });
});

describe('a restore', () => {
  test('says nothing that is the default', () => {
    expect(commands.backupRestore('01K', everything)).toEqual(['backup', 'restore', '01K']);
  });

  test('says each thing that is not', () => {
    const options = { ...everything, restoreSkills: false, overwriteExisting: false, createCheckpoint: false, skipVerify: true };
    expect(commandLine(commands.backupRestore('01K', options))).toBe(
      'cofferdam backup restore 01K --only config,data --no-overwrite --no-checkpoint --skip-verify',
    );
  });

  test('is planned by a dry run', () => {
    expect(commandLine(commands.backupPlan('01K', everything))).toBe('cofferdam backup restore 01K --dry-run');
  });

  test('has its cancel, undo and state', () => {
    expect([commands.cancelRestore(), commands.undo(), commands.pending()].map((command) => commandLine(command))).toEqual([
      'cofferdam backup cancel-restore',
      'cofferdam backup undo',
      'cofferdam backup pending',
    ]);
  });
});

describe('quoting for a shell', () => {
  test.each([
    ['plain', 'plain'],
    ['a/b.c-d_e=f,g:h@i%j+k', 'a/b.c-d_e=f,g:h@i%j+k'],
    ['', '""'],
    ['two words', '"two words"'],
    ["it's", `"it's"`],
    ['a;b|c&d>(e)*?[f]~#', '"a;b|c&d>(e)*?[f]~#"'],
    ['$HOME', `'$HOME'`],
    ['`id`', "'`id`'"],
    ['say "hi"', `'say "hi"'`],
    ['back\\slash', `'back\\slash'`],
    ['wow!', `'wow!'`],
    [`$it's`, `'$it'\\''s'`],
    ['line\nbreak', `'line\nbreak'`],
  ])('%j becomes %s', (word, quoted) => expect(shellQuote(word)).toBe(quoted));
});
