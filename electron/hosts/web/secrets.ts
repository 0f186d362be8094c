import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Random 256-bit secrets that we gave out. Only their digests are kept and every comparison takes the same time, so
 * neither memory nor timing tells one. Beyond `limit` the oldest stops being valid, and after `lifeMs` each one.
 */
export class Secrets {
  readonly #limit: number;
  readonly #lifeMs: number;
  readonly #now: () => number;
  #given: Given[] = [];

  constructor(limit: number, lifeMs = Number.POSITIVE_INFINITY, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  mint(): string {
    const secret = randomBytes(32).toString('base64url');
    this.#given = [...this.#given, { digest: digestOf(secret), until: this.#now() + this.#lifeMs }].slice(-this.#limit);
    return secret;
  }

  has(secret: string | undefined): boolean {
    return secret !== undefined && this.#find(secret) !== undefined;
  }

  /** True once for each secret. */
  take(secret: string): boolean {
    const found = this.#find(secret);
    this.#given = this.#given.filter((one) => one !== found);
    return found !== undefined;
  }

  #find(secret: string): Given | undefined {
    const wanted = digestOf(secret);
    const now = this.#now();
    let found: Given | undefined;
    // No early end: how long it takes must not tell which one it was.
    for (const one of this.#given) if (timingSafeEqual(one.digest, wanted) && now < one.until) found = one;
    return found;
  }
}

interface Given {
  digest: Buffer;
  until: number;
}

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
