import type * as z from 'zod';
import type { jobResults } from '#shared/contract/backup.ts';
import { isFinished, type Job, type JobKind, type JobProgress, type JobState } from '#shared/contract/job.ts';
import { AppError, type ErrorData } from '#shared/errors.ts';
import type { Events } from '../events/index.ts';
import type { Logger } from '../log/index.ts';
import type { JobStore } from '../store/index.ts';
import { Entry } from './entry.ts';
import { newJobId, normalisePrefix } from './job-id.ts';
import { Mailboxes } from './mailboxes.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { waiting } from './progress.ts';
import { ResourceQueue, type Turn } from './resource-queue.ts';

export interface JobContext {
  /** Aborts when the job is cancelled. Clean up, then throw (its reason, for one): the job ends as cancelled. */
  signal: AbortSignal;
  /** Says where the job is; what is not named stays. Call it as often as you like. */
  report(progress: Partial<JobProgress>): void;
  jobId: string;
}

export interface JobRequest<K extends JobKind> {
  kind: K;
  /** For people: `Back up everything`. */
  title: string;
  input: unknown;
  /** Jobs that name the same resource run one after the other. */
  resource?: string;
  /** The command line that asks for the same. */
  command?: string;
  /** What stays behind, and who removes it, should the program end in the job's midst. */
  cleanupNote?: string;
  run(context: JobContext): Promise<z.infer<(typeof jobResults)[K]>>;
}

export interface JobsOptions {
  store: JobStore;
  events: Events;
  log: Logger;
  now?: () => Date;
}

const keepFinished = 1_000;
const maxCandidates = 10;

/** Everything that takes long runs here: stored, watched, queued on what it needs, and stopped when asked. */
export class Jobs {
  readonly #store: JobStore;
  readonly #events: Events;
  readonly #log: Logger;
  readonly #now: () => Date;
  readonly #queue = new ResourceQueue();
  readonly #mailboxes = new Mailboxes();
  /** Unfinished jobs, and finished ones until they are stored. */
  readonly #entries = new Map<string, Entry>();
  readonly #ending = new Map<string, Promise<Job>>();
  #closed = false;

  constructor(options: JobsOptions) {
    this.#store = options.store;
    this.#events = options.events;
    this.#log = options.log.child({ part: 'jobs' });
    this.#now = options.now ?? (() => new Date());
  }

  /** Starts a job and returns at once; it is `queued` while others hold its resource. @throws CONFLICT when Cofferdam is closing. */
  start<K extends JobKind>(request: JobRequest<K>): Job {
    if (this.#closed)
      throw new AppError('job.start', 'CONFLICT', `Cofferdam is closing; “${request.title}” was not started`, {
        hint: 'Start Cofferdam again.',
      });
    const turn = this.#queue.join(request.resource ?? null);
    const now = this.#now();
    const job: Job = {
      id: newJobId(now),
      kind: request.kind,
      title: request.title,
      state: turn.isFirst ? 'running' : 'queued',
      progress: turn.isFirst ? { ...waiting, phase: 'Starting' } : waiting,
      resource: request.resource ?? null,
      createdAt: now.toISOString(),
      startedAt: turn.isFirst ? now.toISOString() : null,
      finishedAt: null,
      input: request.input ?? null,
      result: null,
      error: null,
      command: request.command ?? null,
      note: null,
    };
    const onChange = (changed: Job): void => this.#mailboxes.deliver(changed);
    const entry = new Entry(job, request.cleanupNote ?? null, { store: this.#store, log: this.#log, onChange });
    this.#entries.set(job.id, entry);
    this.#ending.set(job.id, this.#drive(entry, request, turn));
    onChange(job);
    this.#events.changed('jobs');
    return job;
  }

  /** The job whose id this is or begins with. @throws NOT_FOUND; INVALID_INPUT with details {candidates} when several begin so. */
  async get(idPrefix: string): Promise<Job> {
    const prefix = normalisePrefix(idPrefix);
    const whole = this.#entries.get(prefix);
    if (whole !== undefined) return whole.job;
    const stored = await this.#store.find(prefix, maxCandidates + 1);
    const found = this.#withMemory(stored, (job) => job.id.startsWith(prefix));
    const job = found.find(({ id }) => id === prefix) ?? found[0];
    if (job === undefined)
      throw new AppError('job.get', 'NOT_FOUND', `There is no job ${idPrefix}`, { hint: 'List the jobs to see their ids.' });
    if (found.length > 1 && job.id !== prefix) throw ambiguous(idPrefix, found);
    return job;
  }

  /** Newest first. */
  async list(page: { limit: number; state?: JobState | undefined }): Promise<Job[]> {
    const stored = await this.#store.list(page);
    return this.#withMemory(stored, (job) => page.state === undefined || job.state === page.state).slice(0, page.limit);
  }

  /** Asks a job to stop and returns it as it then is: a queued one is cancelled, a running one has cleaning up to do. A finished job stays as it is. */
  async cancel(idPrefix: string): Promise<Job> {
    const job = await this.get(idPrefix);
    const entry = this.#entries.get(job.id);
    if (entry === undefined || isFinished(entry.job.state)) return entry?.job ?? job;
    this.#stop(entry, null);
    return entry.job.state === 'queued' ? this.wait(job.id) : entry.job;
  }

  /** The job now and after each change, up to and with its last. Ends early, and quietly, when `signal` aborts. */
  async *watch(idPrefix: string, signal?: AbortSignal): AsyncGenerator<Job> {
    const { id } = await this.get(idPrefix);
    using mailbox = this.#mailboxes.open(id);
    let last = await this.get(id); // again, now that no change can be missed
    yield last;
    while (!isFinished(last.state) && !signal?.aborted) {
      for (const job of await mailbox.take(signal)) {
        if (job === last) continue;
        last = job;
        yield job;
      }
    }
  }

  /** Every unfinished job now, then any job after each change, until `signal` aborts. */
  async *watchAll(signal?: AbortSignal): AsyncGenerator<Job> {
    using mailbox = this.#mailboxes.open(null);
    yield* this.running();
    while (!signal?.aborted) yield* await mailbox.take(signal);
  }

  /** The job once it has ended and is stored. */
  async wait(idPrefix: string): Promise<Job> {
    const job = await this.get(idPrefix);
    return (await this.#ending.get(job.id)) ?? this.get(job.id);
  }

  /** Jobs that have not ended, queued ones too, oldest first. */
  running(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job).filter((job) => !isFinished(job.state));
  }

  /** At the start: what an earlier run left unfinished is marked `interrupted`, with a note: `why`, where the caller knows better. Returns those jobs. */
  async interruptLeftovers(why?: string): Promise<Job[]> {
    const leftovers = (await this.#store.unfinished()).filter(({ job }) => !this.#entries.has(job.id));
    const finishedAt = this.#now().toISOString();
    const interrupted = leftovers.map(
      ({ job, cleanupNote }): Job => ({ ...job, state: 'interrupted', finishedAt, note: why ?? leftoverNote(job, cleanupNote) }),
    );
    for (const job of interrupted) {
      await this.#store.update(job);
      this.#log.warn('A job was interrupted by the end of the last run', { job: job.id, kind: job.kind, phase: job.progress.phase });
    }
    if (interrupted.length > 0) this.#events.changed('jobs');
    return interrupted;
  }

  /** Takes no more jobs, cancels those there are and waits until each has cleaned up and is stored. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const entry of this.#entries.values()) this.#stop(entry, 'It was stopped because Cofferdam was closing.');
    await Promise.all(this.#ending.values());
  }

  /** From its place in the queue to its last state. Never rejects. */
  async #drive<K extends JobKind>(entry: Entry, request: JobRequest<K>, turn: Turn): Promise<Job> {
    entry.end(this.#lastChanges(entry, await this.#perform(entry, request, turn)));
    turn.leave();
    this.#events.changed('jobs');
    await entry.saved.catch((error: unknown) => entry.log.error('A job could not be stored', { error }));
    await this.#store.prune(keepFinished).catch((error: unknown) => entry.log.warn('Old jobs could not be removed', { error }));
    if (!entry.unsaved) this.#entries.delete(entry.job.id);
    this.#ending.delete(entry.job.id);
    return entry.job;
  }

  async #perform<K extends JobKind>(entry: Entry, request: JobRequest<K>, turn: Turn): Promise<Outcome> {
    const { signal } = entry.abort;
    try {
      await entry.saved; // what is not stored is not begun: after a crash nobody would know of it
      await turn.ready(signal);
      if (entry.job.state === 'queued') {
        entry.change({ state: 'running', startedAt: this.#now().toISOString(), progress: { ...waiting, phase: 'Starting' } });
        this.#events.changed('jobs');
      }
      const outcome = success(
        request.kind,
        await request.run({ signal, report: (progress) => entry.report(progress), jobId: entry.job.id }),
      );
      if (outcome.error !== null) entry.log.error('A job ended with a wrong result', { error: outcome.error });
      return outcome;
    } catch (error) {
      const outcome = failure(request.kind, error);
      if (outcome.state === 'failed') entry.log.error('A job failed', { error });
      return outcome;
    }
  }

  #lastChanges(entry: Entry, outcome: Outcome): Partial<Job> {
    const note = outcome.state === 'cancelled' ? entry.stopNote : null;
    // Failed or cancelled, the phase tells where that was.
    const progress: JobProgress = outcome.state === 'succeeded' ? { ...entry.job.progress, phase: 'Done', item: null } : entry.job.progress;
    return { ...outcome, note, progress, finishedAt: this.#now().toISOString() };
  }

  #stop(entry: Entry, note: string | null): void {
    if (isFinished(entry.job.state) || entry.abort.signal.aborted) return;
    entry.stopNote = note;
    entry.report({ phase: 'Cancelling' });
    entry.abort.abort(new AppError('job.cancel', 'CANCELLED', 'Cancelled'));
  }

  /** Stored jobs, with what memory knows better and what of it is not stored yet; newest first. */
  #withMemory(stored: Job[], matches: (job: Job) => boolean): Job[] {
    const jobs = new Map(stored.map((job) => [job.id, job]));
    for (const { job } of this.#entries.values()) jobs.set(job.id, job);
    return [...jobs.values()].filter(matches).sort((a, b) => (a.id < b.id ? 1 : -1));
  }
}

const leftoverNote = (job: Job, cleanupNote: string | null): string => {
  const happened = job.state === 'queued' ? 'Cofferdam ended before this job began.' : 'Cofferdam ended while this job was running.';
  return cleanupNote === null || job.state === 'queued' ? happened : `${happened} ${cleanupNote}`;
};

function ambiguous(prefix: string, found: Job[]): AppError {
  const candidates = found.slice(0, maxCandidates).map(({ id }) => id);
  const more = found.length > maxCandidates ? ' and others' : '';
  return new AppError('job.get', 'INVALID_INPUT', `Several jobs begin with ${prefix}: ${candidates.join(', ')}${more}`, {
    hint: 'Give more of the id.',
    details: { candidates } satisfies ErrorData['details'],
  });
}
