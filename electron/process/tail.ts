/** Keeps the last `limit` bytes of a stream, however long it is. */
export class Tail {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #size = 0;
  #dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk));
    this.#size += chunk.length;
    if (this.#size > 2 * this.#limit) this.#shrink();
  }

  /** Starts with an ellipsis where something was dropped. */
  text(): string {
    this.#shrink();
    const text = Buffer.concat(this.#chunks).toString('utf8');
    // The cut may go through a character: its rest decodes to replacement characters, of which there are at most three.
    return this.#dropped > 0 ? `…${text.replace(/^\uFFFD{1,3}/, '')}` : text;
  }

  #shrink(): void {
    if (this.#size <= this.#limit) return;
    const all = Buffer.concat(this.#chunks);
    this.#dropped += all.length - this.#limit;
    // Copied, not a view: a view would keep all the rest alive.
    this.#chunks = [Buffer.from(all.subarray(all.length - this.#limit))];
    this.#size = this.#limit;
  }
}
