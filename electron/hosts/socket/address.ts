import { closeSync, constants, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** `sun_path` holds 108 bytes with its closing NUL: unix(7). */
const longestPath = 107;

export interface SocketAddress {
  /** To listen on or connect to. Valid until `release`. */
  readonly path: string;
  release(): void;
}

/**
 * A path for a unix socket however deep its folder lies. A long one goes through `/proc/self/fd`, where the kernel
 * resolves the folder from a descriptor we hold open.
 */
export function socketAddress(file: string): SocketAddress {
  if (Buffer.byteLength(file) <= longestPath) return { path: file, release: () => undefined };
  const folder = openSync(dirname(file), constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${folder}/${basename(file)}`, release: () => closeSync(folder) };
}
