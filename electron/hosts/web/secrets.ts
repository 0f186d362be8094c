import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Random 256-bit secrets that we gave out. Only their digests are kept and every comparison takes the same time, so
 * neither memory nor timing tells one. Beyond `limit` the oldest stops being valid.
 */
export class Secrets {
  readonly #limit: number;
  #digests: Buffer[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  mint(): string {
    const secret = randomBytes(32).toString('base64url');
    this.#digests = [...this.#digests, digestOf(secret)].slice(-this.#limit);
    return secret;
  }

  has(secret: string | undefined): boolean {
    return secret !== undefined && this.#find(secret) !== undefined;
  }

  /** True once for each secret. */
  take(secret: string): boolean {
    const found = this.#find(secret);
    this.#digests = this.#digests.filter((digest) => digest !== found);
    return found !== undefined;
  }

  #find(secret: string): Buffer | undefined {
    const wanted = digestOf(secret);
    let found: Buffer | undefined;
    // No early end: how long it takes must not tell which one it was.
    for (const digest of this.#digests) if (timingSafeEqual(digest, wanted)) found = digest;
    return found;
  }
}

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
