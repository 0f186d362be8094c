import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openNewestBackup, type PageName, pageNames, visit } from './pages.ts';

/** WCAG 2.2 AA, and what axe holds to be good practice besides. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${node.any[0]?.message ?? node.failureSummary ?? ''})`),
  );
}

const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    // Some thirty views, each looked at twice.
    test.setTimeout(300_000);

    test('every page is accessible, empty and filled', async ({ page, cofferdam }, info) => {
      const look = async (name: string): Promise<void> => {
        for (const size of sizes) {
          await page.setViewportSize(size);
          await page.screenshot({ path: info.outputPath(`${name}-${size.width}x${size.height}.png`), animations: 'disabled' });
          expect.soft(await violations(page), `${name} at ${size.width}×${size.height}`).toEqual([]);
        }
      };
      const lookAt = async (name: PageName, state: string): Promise<void> => {
        await visit(page, name);
        await look(`${name.toLowerCase()}-${state}`);
      };

      for (const name of pageNames) await lookAt(name, 'empty');
      await cofferdam.cli('backup', 'create', '--type', 'config');
      const { id } = await cofferdam.cli<{ id: string }>('backup', 'create', '--label', 'before the upgrade');
      for (const name of pageNames) await lookAt(name, 'filled');

      const detail = await openNewestBackup(page);
      await look('backup');
      await detail.getByRole('tab', { name: 'Files' }).click();
      await look('backup-files');
      await detail.getByRole('button', { name: 'Restore…' }).click();
      await page.getByRole('dialog', { name: 'Restore' }).getByRole('button', { name: 'Stage restore' }).waitFor();
      await look('dialog-restore');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await look('palette');
      await page.keyboard.press('Escape');

      await cofferdam.cli('backup', 'restore', id, '--yes');
      await page.getByRole('region', { name: 'Pending restore' }).waitFor();
      await look('pending-restore');
      await page.getByRole('button', { name: 'Restart now' }).click();
      await page.getByRole('dialog', { name: 'Restore report' }).waitFor({ timeout: 60_000 });
      await look('dialog-report');
    });
  });
}

test('everything can be reached by keyboard', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Doctor');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Doctor', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
