import { writeSync } from 'node:fs';

/** Writes all of it: write(2) may take a part only, as it does just before a disk is full. */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
}
