import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '#shared/contract/job.ts';
import { expect, test } from './fixtures.ts';
import { visit } from './pages.ts';

test.use({ homeBytes: 250_000_000 });

test('a backup that is cancelled in the middle leaves nothing behind', async ({ page, cofferdam }) => {
  await page.getByRole('button', { name: 'Back up now', exact: true }).first().click();
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  await page.getByRole('button', { name: 'Cancel job' }).first().click();

  await visit(page, 'Jobs');
  await expect(page.getByText('Cancelled').first()).toBeVisible();
  const { jobs } = await cofferdam.cli<{ jobs: Job[] }>('job', 'list');
  expect(jobs[0]).toMatchObject({ kind: 'backup.create', state: 'cancelled' });
  expect(readdirSync(join(cofferdam.home, 'backups'))).toEqual([]);
});
