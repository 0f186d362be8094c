import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canMount, needsMount, smallDisk } from '../backup/testing/small-disk.ts';
import { homeAt } from './home.ts';
import { takeInstanceLock } from './lock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cofferdam-lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const busy = expect.objectContaining({ code: 'BUSY', message: expect.stringContaining('already runs'), hint: expect.any(String) });

it('is had by one, and by the next once it is released, however often that is', () => {
  const home = homeAt(root);
  const first = takeInstanceLock(home);
  expect(() => takeInstanceLock(home)).toThrow(busy);
  first.release();
  first.release();
  const second = takeInstanceLock(home);
  expect(() => takeInstanceLock(home)).toThrow(busy);
  second.release();
});

it('is free again after the process that held it was killed', async () => {
  const home = homeAt(root);
  const holder = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      `const { homeAt } = await import(${JSON.stringify(join(import.meta.dirname, 'home.ts'))});
       const { takeInstanceLock } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))});
       takeInstanceLock(homeAt(${JSON.stringify(root)}));
       process.stdout.write('held');
       setInterval(() => undefined, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(holder.stdout, 'data');
  expect(() => takeInstanceLock(home)).toThrow(busy);
  holder.kill('SIGKILL');
  await once(holder, 'close');
  takeInstanceLock(home).release();
});

it('says of a damaged file that it may be deleted', () => {
  const home = homeAt(root);
  writeFileSync(home.lockFile, 'garbage '.repeat(1000));
  expect(() => takeInstanceLock(home)).toThrow(expect.objectContaining({ code: 'CORRUPT', hint: expect.stringContaining('delete it') }));
});

it('says of a home that is not there which', () => {
  expect(() => takeInstanceLock(homeAt(join(root, 'none')))).toThrow(expect.objectContaining({ message: expect.stringContaining(root) }));
});

it.skipIf(!canMount)(`says of a home that may only be read what to do (${needsMount})`, () => {
  using disk = smallDisk('1m');
  disk.remount('ro');
  expect(() => takeInstanceLock(homeAt(disk.path))).toThrow(
    expect.objectContaining({ code: 'PERMISSION_DENIED', hint: expect.stringContaining('--home') }),
  );
});
