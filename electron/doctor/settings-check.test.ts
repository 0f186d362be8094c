import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../log/index.ts';
import { openSettings } from '../settings/index.ts';
import { settingsCheck } from './settings-check.ts';

async function findingFor(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'settings.json'), text);
  const settings = await openSettings(join(folder, 'settings.json'), { quarantine: join(folder, 'quarantine'), log: silentLog });
  return settingsCheck(settings).run(new AbortController().signal);
}

test('good settings', async () => {
  expect(await findingFor('{}')).toMatchObject({ status: 'ok', message: expect.stringContaining('settings.json') });
});

test('settings that were moved aside: where to, and how to get them back', async () => {
  expect(await findingFor('garbage')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('quarantine'),
    remedy: { text: expect.stringContaining('move it back') },
  });
});
