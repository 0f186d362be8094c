import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ioError } from './errno.ts';

/** SHA-256 of a file's bytes, lower-case hex. */
export async function hashFile(path: string, options: { signal?: AbortSignal; onBytes?: (bytes: number) => void } = {}): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, { highWaterMark: 1 << 20, ...(options.signal ? { signal: options.signal } : {}) });
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      options.onBytes?.(chunk.length);
    }
  } catch (error) {
    throw ioError('files.hash', error, path);
  }
  return hash.digest('hex');
}
