import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { contentTypeOf, resolveAsset, securityHeaders } from '../assets/index.ts';
import { isAppUrl } from './navigation.ts';

/** Answers a request of our scheme from the built page. Only reading, only that folder, the web host's headers. */
export async function answer(renderer: string, request: { method: string; url: string }): Promise<Response> {
  if (!isAppUrl(request.url)) return refuse(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);

  // The path as it was sent: URL would resolve `..` before it could be refused.
  const asset = resolveAsset(renderer, request.url.replace(/^app:\/\/cofferdam/i, '') || '/');
  if (!asset) return refuse(404);

  const bytes = await read(asset.path);
  if (!bytes) return refuse(404);
  const headers = { ...securityHeaders(asset.kind), 'content-type': contentTypeOf(asset.path) };
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), { status: 200, headers });
}

const refuse = (status: 404 | 405): Response => new Response(null, { status, headers: securityHeaders('api') });

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw new AppError('desktop.answer', 'IO', `Can't read ${path}`, {
      hint: 'Reinstall Cofferdam, or build it again with `npm run build`.',
      cause: error,
    });
  }
}
