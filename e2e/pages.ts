import { expect, type Locator, type Page } from '@playwright/test';

export const pageNames = ['Overview', 'Backups', 'Jobs', 'Doctor', 'Settings'] as const;
export type PageName = (typeof pageNames)[number];

/** Goes to a page as a person does and waits until it has what it shows. */
export async function visit(page: Page, name: PageName): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

/** Opens the newest backup's detail. */
export async function openNewestBackup(page: Page): Promise<Locator> {
  await visit(page, 'Backups');
  await page.getByRole('listbox', { name: 'Backups' }).getByRole('option').first().click();
  const detail = page.getByRole('region', { name: 'Backup', exact: true });
  await detail.waitFor();
  return detail;
}
