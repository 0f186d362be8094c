import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Asset, contentTypeOf, resolveAsset, securityHeaders } from '../assets/index.ts';

export interface StaticFiles {
  /** Answers with a file of the built page; false when there is none. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
  /** Reads and compresses everything, so that the first page needn't wait for it. */
  warm(): Promise<void>;
}

interface Prepared {
  stamp: string;
  body: Buffer;
  gzip: Buffer | null;
  etag: string;
}

const compress = promisify(gzip);
const compressible = /^(?:text\/|application\/(?:json|manifest|wasm)|image\/svg)/;

/** The built page from memory, compressed once. A file that changes on disk is read again. */
export function createStaticFiles(folder: string): StaticFiles {
  const cache = new Map<string, Promise<Prepared>>();

  const prepare = async (path: string): Promise<Prepared | null> => {
    const found = await stat(path).catch(() => null);
    // Absent, or unreadable: either way there is nothing to serve, and the caller says so.
    if (found === null || !found.isFile()) return null;
    const stamp = `${found.mtimeMs}:${found.size}`;
    const cached = await cache.get(path);
    if (cached?.stamp === stamp) return cached;
    const reading = read(path, stamp);
    cache.set(path, reading);
    reading.catch(() => cache.delete(path));
    return reading;
  };

  return {
    serve: async (request, response, path) => {
      const asset = resolveAsset(folder, path);
      const prepared = asset === null ? null : await prepare(asset.path);
      if (asset === null || prepared === null) return false;
      send(request, response, asset, prepared);
      return true;
    },
    warm: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of entries) if (entry.isFile() && !entry.name.endsWith('.map')) await prepare(join(entry.parentPath, entry.name));
    },
  };
}

async function read(path: string, stamp: string): Promise<Prepared> {
  const body = await readFile(path);
  const small = body.length < 1024 || !compressible.test(contentTypeOf(path));
  const zipped = small ? null : await compress(body, { level: 9 });
  return { stamp, body, gzip: zipped, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

function send(request: IncomingMessage, response: ServerResponse, asset: Asset, file: Prepared): void {
  const headers = { ...securityHeaders(asset.kind), etag: file.etag, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const zipped = file.gzip !== null && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') ? file.gzip : null;
  const body = zipped ?? file.body;
  response.writeHead(200, {
    ...headers,
    'content-type': contentTypeOf(asset.path),
    'content-length': String(body.length),
    ...(zipped === null ? {} : { 'content-encoding': 'gzip' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
