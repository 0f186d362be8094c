import type { Job, JobProgress } from '#shared/contract/job.ts';
import type { Logger } from '../log/index.ts';
import type { JobStore } from '../store/index.ts';
import { nextProgress } from './progress.ts';
import { type Throttled, throttle } from './throttle.ts';

const reportEveryMs = 200;
const saveEveryMs = 2_000;

export interface EntryOptions {
  store: JobStore;
  log: Logger;
  /** Told of each state at once, and of progress at most five times a second. */
  onChange: (job: Job) => void;
}

/** One job in memory: its newest state, and what brings that to watchers and into the store. */
export class Entry {
  readonly abort = new AbortController();
  readonly log: Logger;
  /** Why it is being stopped, for the note of a job that then ends as cancelled. */
  stopNote: string | null = null;
  /** The row could not be made or written: memory is all there is of it. */
  unsaved = false;
  readonly #options: EntryOptions;
  readonly #announce: Throttled;
  readonly #saveProgress: Throttled;
  #job: Job;
  #ended = false;
  #writing: Promise<void>;
  #saveQueued = false;

  constructor(job: Job, cleanupNote: string | null, options: EntryOptions) {
    this.#job = job;
    this.#options = options;
    this.log = options.log.child({ job: job.id, kind: job.kind });
    this.#announce = throttle(() => options.onChange(this.#job), reportEveryMs);
    this.#saveProgress = throttle(() => this.#save(), saveEveryMs);
    this.#writing = options.store.insert(job, cleanupNote);
    this.#writing.catch(() => {
      this.unsaved = true; // whoever awaits `saved` handles the error itself
    });
  }

  get job(): Job {
    return this.#job;
  }

  /** Resolves when everything so far is in the store. Rejects only while the row itself can't be made. */
  get saved(): Promise<void> {
    return this.#writing;
  }

  report(progress: Partial<JobProgress>): void {
    if (this.#ended) return; // a straggler of a job that has ended
    this.#job = { ...this.#job, progress: nextProgress(this.#job.progress, progress) };
    this.#announce.request();
    this.#saveProgress.request();
  }

  change(changes: Partial<Job>): void {
    this.#job = { ...this.#job, ...changes };
    this.#announce.cancel();
    this.#options.onChange(this.#job);
    this.#save();
  }

  /** The last change: nothing is reported after it. */
  end(changes: Partial<Job>): void {
    this.#ended = true;
    this.#saveProgress.cancel();
    this.change(changes);
  }

  /** One write at a time; those asked for meanwhile are one more, of the newest state. */
  #save(): void {
    if (this.unsaved || this.#saveQueued) return;
    this.#saveQueued = true;
    this.#writing = this.#writing
      .then(() => {
        this.#saveQueued = false;
        return this.unsaved ? undefined : this.#options.store.update(this.#job);
      })
      .catch((error: unknown) => {
        this.#saveQueued = false;
        // The job goes on; but what ended must not be forgotten when its last state could not be written.
        if (this.#ended) this.unsaved = true;
        this.log.error('The state of a job could not be stored', { error });
      });
  }
}
