import type { Job } from '#shared/contract/job.ts';

/**
 * Hands changes of jobs to those who watch. A watcher that reads slowly gets the newest state of each job and none of
 * those in between, so nothing piles up for it.
 */
export class Mailboxes {
  readonly #open = new Set<Mailbox>();

  deliver(job: Job): void {
    for (const mailbox of this.#open) mailbox.put(job);
  }

  /** For one job, or for all. */
  open(id: string | null): Mailbox & Disposable {
    const mailbox = new Mailbox(id);
    this.#open.add(mailbox);
    return Object.assign(mailbox, { [Symbol.dispose]: () => void this.#open.delete(mailbox) });
  }

  get size(): number {
    return this.#open.size;
  }
}

class Mailbox {
  readonly #id: string | null;
  readonly #newest = new Map<string, Job>();
  #wake: () => void = () => undefined;

  constructor(id: string | null) {
    this.#id = id;
  }

  put(job: Job): void {
    if (this.#id !== null && this.#id !== job.id) return;
    this.#newest.delete(job.id); // so that it goes to the end: jobs come out in the order of their last change
    this.#newest.set(job.id, job);
    this.#wake();
  }

  /** What has come in since the last call; waits for something. Empty once the signal aborts. */
  async take(signal?: AbortSignal): Promise<Job[]> {
    if (this.#newest.size === 0) await this.#arrival(signal);
    const jobs = signal?.aborted ? [] : [...this.#newest.values()];
    this.#newest.clear();
    return jobs;
  }

  #arrival(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      signal?.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }
}
