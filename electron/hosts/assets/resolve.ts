import { extname, join } from 'node:path';

export interface Asset {
  /** Absolute, always inside the folder it was resolved against. The file need not exist. */
  path: string;
  /** asset: its name changes with its content; file: it doesn't; page: the one HTML document. */
  kind: 'asset' | 'file' | 'page';
}

/** Printable names without separators, and no hidden file: `.`, `..` and `.git` all fail. */
const plainSegment = /^[A-Za-z0-9_~@+-][A-Za-z0-9_.~@+-]*$/;

/**
 * Where the answer to a request lies. A path that names a file is that file; any other is a route of the
 * single-page app and gets the page. Null: nothing we would ever serve.
 *
 * @param rendererFolder absolute folder of the built page
 * @param urlPath the URL's path (a query or fragment is cut off), still percent-encoded
 */
export function resolveAsset(rendererFolder: string, urlPath: string): Asset | null {
  const path = decode(urlPath.replace(/[?#].*$/s, ''));
  if (path === null || !path.startsWith('/')) return null;

  const segments = path.slice(1).split('/');
  // A trailing slash is a route as well.
  if (segments.at(-1) === '') segments.pop();
  if (!segments.every((segment) => plainSegment.test(segment))) return null;

  const last = segments.at(-1);
  if (last === undefined || last === 'index.html' || extname(last) === '')
    return { path: join(rendererFolder, 'index.html'), kind: 'page' };
  // Vite puts what it hashes there.
  return { path: join(rendererFolder, ...segments), kind: segments[0] === 'assets' ? 'asset' : 'file' };
}

// Decoded once: `%252e` stays `%2e` and fails the pattern, so no later step can make it a dot.
function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed escape names no file.
    return null;
  }
}
