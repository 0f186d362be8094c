import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { BackupInfo, RestoreStatus } from '#shared/contract/backup.ts';
import { expect, test } from './fixtures.ts';
import { openNewestBackup, visit } from './pages.ts';

test.use({ homeBytes: 60_000_000 });

test('back up, watch, verify, restore, restart, read the report, undo', async ({ page, cofferdam }) => {
  const { home } = cofferdam;
  const note = join(home, 'skills/mine/NOTE.md');
  mkdirSync(join(home, 'skills/mine'));
  writeFileSync(note, 'before');

  await test.step('a backup shows its progress and then stands in the list', async () => {
    await page.getByRole('button', { name: 'Back up now', exact: true }).first().click();
    const bar = page.getByRole('progressbar').first();
    await expect(bar).toBeVisible();
    await expect(page.getByRole('button', { name: 'Cancel job' }).first()).toBeVisible();
    await expect(bar).toBeHidden({ timeout: 60_000 });
    await visit(page, 'Backups');
    await expect(page.getByRole('listbox', { name: 'Backups' }).getByRole('option')).toHaveCount(1);
  });

  await test.step('it verifies', async () => {
    const newest = async (): Promise<BackupInfo | undefined> =>
      (await cofferdam.cli<{ backups: BackupInfo[] }>('backup', 'list')).backups[0];
    const made = await newest();
    const detail = await openNewestBackup(page);
    await detail.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect.poll(async () => (await newest())?.verifiedAt, { timeout: 30_000 }).not.toBe(made?.verifiedAt);
    expect((await newest())?.verdict).toBe('valid');
    await expect(detail.getByRole('heading', { level: 2 })).toContainText('Verified');
  });

  await test.step('a restore says what would change and is staged', async () => {
    writeFileSync(note, 'after');
    writeFileSync(join(home, 'skills/mine/NEW.md'), 'made later');
    await page.getByRole('button', { name: 'Restore…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore' });
    await expect(dialog).toContainText('NOTE.md', { timeout: 30_000 });
    await expect(dialog).toContainText('NEW.md');
    await dialog.getByRole('button', { name: 'Stage restore' }).click();
    const banner = page.getByRole('region', { name: 'Pending restore' });
    await expect(banner).toBeVisible({ timeout: 60_000 });
    expect(readFileSync(note, 'utf8'), 'nothing is replaced before the restart').toBe('after');
    for (const name of ['Jobs', 'Doctor', 'Settings', 'Overview'] as const) {
      await visit(page, name);
      await expect(banner).toBeVisible();
    }
  });

  await test.step('the restart applies it and reports', async () => {
    await restartNow(page);
    const report = page.getByRole('dialog', { name: 'Restore report' });
    await expect(report).toBeVisible({ timeout: 60_000 });
    expect(readFileSync(note, 'utf8')).toBe('before');
    const { pending, last } = await cofferdam.cli<RestoreStatus>('backup', 'pending');
    expect(pending).toBeNull();
    expect(last).toMatchObject({ state: 'confirmed', success: true });
    expect(last?.checkpointId, 'a safety copy was made').not.toBeNull();
  });

  await test.step('undo brings the later state back', async () => {
    await page.getByRole('dialog', { name: 'Restore report' }).getByRole('button', { name: 'Undo restore' }).click();
    await expect(page.getByRole('region', { name: 'Pending restore' })).toBeVisible({ timeout: 30_000 });
    await restartNow(page);
    await expect(page.getByRole('dialog', { name: 'Restore report' })).toBeVisible({ timeout: 60_000 });
    expect(readFileSync(note, 'utf8')).toBe('after');
    expect(readFileSync(join(home, 'skills/mine/NEW.md'), 'utf8')).toBe('made later');
    await page.getByRole('dialog', { name: 'Restore report' }).getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('a staged restore can be cancelled', async ({ page, cofferdam }) => {
  await cofferdam.cli('backup', 'create');
  const { backups } = await cofferdam.cli<{ backups: BackupInfo[] }>('backup', 'list');
  await cofferdam.cli('backup', 'restore', backups[0]?.id ?? '', '--yes');
  const banner = page.getByRole('region', { name: 'Pending restore' });
  await expect(banner, 'a page that is open hears of it').toBeVisible();
  await banner.getByRole('button', { name: 'Cancel restore' }).click();
  await expect(banner).toBeHidden();
  expect((await cofferdam.cli<RestoreStatus>('backup', 'pending')).pending).toBeNull();
});

async function restartNow(page: Page): Promise<void> {
  const before = await startedAt(page);
  await page.getByRole('region', { name: 'Pending restore' }).getByRole('button', { name: 'Restart now' }).click();
  await expect.poll(() => startedAt(page), { timeout: 60_000 }).toBeGreaterThan(before);
}

/** 0 while it is between two starts. */
const startedAt = (page: Page): Promise<number> =>
  page.evaluate("fetch('/api/app').then((answer) => answer.json()).then((info) => Date.parse(info.startedAt) || 0, () => 0)");
