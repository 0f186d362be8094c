import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstPageFiles, gzippedBytes } from './bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-bundle-'));
  mkdirSync(join(folder, 'assets'));
  write(
    'index.html',
    '<link rel="stylesheet" href="/assets/main.css"><script type="module" src="/assets/main.js"></script><link rel="icon" href="/icon.svg">',
  );
  write('assets/main.css', 'p{}');
  write('assets/main.js', 'import{a}from"./shared.js";import"./side.js";const later=()=>import("./later.js");');
  write('assets/shared.js', 'import{m}from"./main.js";export const a=1;');
  write('assets/side.js', '');
  write('assets/later.js', 'x'.repeat(10_000));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);

it('follows what is imported at once, round in circles too, and not what is fetched later', () => {
  expect(firstPageFiles(folder).toSorted()).toEqual([
    'assets/main.css',
    'assets/main.js',
    'assets/shared.js',
    'assets/side.js',
    'index.html',
  ]);
});

it('adds up the files as they are sent', () => {
  expect(gzippedBytes(folder, ['assets/side.js'])).toBe(20);
  expect(gzippedBytes(folder, ['assets/side.js', 'assets/main.css'])).toBeGreaterThan(40);
});
