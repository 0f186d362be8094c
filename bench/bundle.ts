import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a browser must have before the first page stands: the document, its styles, its script and what that imports at once. */
export function firstPageFiles(folder: string): string[] {
  const files = ['index.html'];
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const queue = [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map(([, path]) => path ?? '');
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (files.includes(path)) continue;
    files.push(path);
    if (path.endsWith('.js'))
      queue.push(...staticImports(readFileSync(join(folder, path), 'utf8')).map((name) => join(dirname(path), name)));
  }
  return files;
}

/** Each file gzipped by itself at the default level, as a server sends them. */
export const gzippedBytes = (folder: string, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);

/** `import("…")` is fetched later and does not count. */
const staticImports = (source: string): string[] =>
  [...source.matchAll(/(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)].map(([, path]) => path ?? '');
