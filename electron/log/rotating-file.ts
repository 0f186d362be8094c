import { closeSync, existsSync, fchmodSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface RotatingFileOptions {
  folder: string;
  /** File name without its extension: `cofferdam` → cofferdam.log, cofferdam.1.log (the newest of the old ones) … */
  name: string;
  maxBytes: number;
  /** How many old files are kept beside the current one. */
  keep: number;
  now?: () => number;
  /** Told once when writing begins to fail. */
  onFailure: (error: unknown) => void;
}

const retryAfterMs = 60_000;

/**
 * A pino destination that writes each line at once, so that the last line before a crash is there. It never throws: when
 * the disk is full or the folder can't be written it drops lines, tries again each minute, and then says how many it dropped.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  readonly #now: () => number;
  #file: number | null = null;
  #size = 0;
  /** The file ends in the middle of a line: a crash or a full disk cut it. */
  #torn = false;
  #failedAt: number | null = null;
  #complained = false;
  #dropped = 0;
  #closed = false;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get path(): string {
    return this.#numbered(0);
  }

  write(line: string): void {
    if (this.#closed) return;
    if (this.#failedAt !== null && this.#now() - this.#failedAt < retryAfterMs) {
      this.#dropped += 1;
      return;
    }
    try {
      const file = this.#file ?? this.#open();
      this.#append(file, this.#reportDropped() + line);
      this.#failedAt = null;
      this.#dropped = 0;
      if (this.#size >= this.#options.maxBytes) this.#rotate();
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#release();
  }

  #open(): number {
    mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
    const file = openSync(this.path, 'a+', 0o600);
    this.#file = file;
    fchmodSync(file, 0o600); // it may be older than this rule, or restored with another mode
    this.#size = fstatSync(file).size;
    this.#torn = this.#size > 0 && lastByte(file, this.#size) !== 0x0a;
    return file;
  }

  #append(file: number, text: string): void {
    const bytes = Buffer.from(this.#torn ? `\n${text}` : text);
    this.#torn = true; // until all of it is there
    for (let written = 0; written < bytes.length; ) {
      const count = writeSync(file, bytes, written);
      written += count;
      this.#size += count;
    }
    this.#torn = false;
  }

  #reportDropped(): string {
    if (this.#dropped === 0) return '';
    const entry = {
      level: 'warn',
      time: new Date(this.#now()).toISOString(),
      msg: 'The log could not be written for a while',
      dropped: this.#dropped,
    };
    return `${JSON.stringify(entry)}\n`;
  }

  #rotate(): void {
    this.#release();
    rmSync(this.#numbered(this.#options.keep), { force: true });
    for (let number = this.#options.keep - 1; number >= 0; number -= 1) {
      if (existsSync(this.#numbered(number))) renameSync(this.#numbered(number), this.#numbered(number + 1));
    }
  }

  #fail(error: unknown): void {
    this.#failedAt = this.#now();
    this.#dropped += 1;
    this.#release();
    if (!this.#complained) this.#options.onFailure(error);
    this.#complained = true;
  }

  #release(): void {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    try {
      closeSync(file);
    } catch (error) {
      if (!this.#complained) this.#options.onFailure(error);
      this.#complained = true;
    }
  }

  #numbered(number: number): string {
    const { folder, name } = this.#options;
    return join(folder, number === 0 ? `${name}.log` : `${name}.${number}.log`);
  }
}

function lastByte(file: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, size - 1);
  return byte[0];
}
