import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackElectron } from './unpack.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cofferdam-unpack-'));
  mkdirSync(join(root, 'node_modules/electron'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const name = 'electron-v1.0.0-linux-x64.zip';
const release = (bytes: string): void =>
  writeFileSync(
    join(root, 'node_modules/electron/checksums.json'),
    JSON.stringify({ [name]: createHash('sha256').update(bytes).digest('hex') }),
  );

describe('unpackElectron', () => {
  it.each([
    ['damaged', 'release', 'releasX'],
    ['of no known release', '', 'release'],
  ])('extracts nothing from an archive that is %s', async (_, released, cached) => {
    release(released);
    const path = join(root, name);
    writeFileSync(path, cached);
    await expect(unpackElectron(root, { path, name })).rejects.toThrow(`${path} is damaged`);
  });
});
