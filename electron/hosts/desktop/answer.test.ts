import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../assets/index.ts';
import { answer } from './answer.ts';

let folder: string;
let renderer: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cofferdam-answer-'));
  renderer = join(folder, 'renderer');
  await mkdir(join(renderer, 'assets'), { recursive: true });
  await writeFile(join(renderer, 'index.html'), '<!doctype html>page');
  await writeFile(join(renderer, 'assets', 'main-abc.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => answer(renderer, { url, method });

describe('answer', () => {
  it.each(['app://cofferdam/', 'app://cofferdam', 'app://cofferdam/backups/01K', 'app://cofferdam/?theme=dark#x'])(
    'gives the page for %s',
    async (url) => {
      const response = await get(url);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('<!doctype html>page');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    },
  );

  it('gives an asset with its type, the policy and no sniffing', async () => {
    const response = await get('app://cofferdam/assets/main-abc.js');
    expect(await response.text()).toBe('export {};');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  it('answers HEAD without a body', async () => {
    const response = await get('app://cofferdam/assets/main-abc.js', 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    'app://cofferdam/../secret.txt',
    'app://cofferdam/%2e%2e/secret.txt',
    'app://cofferdam/..%2fsecret.txt',
    'app://cofferdam/assets/missing.js',
    'app://cofferdam/assets.js/main-abc.js',
    'app://elsewhere/',
    'file:///etc/passwd',
  ])('has nothing at %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await get('app://cofferdam/', method)).status).toBe(405);
  });
});
