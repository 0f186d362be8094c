import type { Job } from '#shared/contract/job.ts';
import { AppError, exitCodeOf, toErrorData } from '#shared/errors.ts';
import type { Dialog } from './dialog.ts';
import { type QuitAnswer, quitDialog } from './quit-dialog.ts';

/** The running core, as far as leaving it goes. */
export interface Leavable {
  /** Queued ones too. */
  runningJobs: () => Job[];
  close: () => Promise<void>;
}

/** What only Electron can do. */
export interface Shell {
  ask(box: Dialog<QuitAnswer>): Promise<QuitAnswer>;
  /** Tells of an error on the way out; resolves when it was read. */
  tell(error: AppError): Promise<void>;
  /** Starts the program again once this process has ended. */
  relaunch(): void;
  exit(code: number): void;
}

/** The one way out, so that jobs are asked about once and the core is closed once, whoever wants to leave. */
export class Lifecycle {
  readonly #shell: Shell;
  #core: Leavable | null = null;
  #asking = false;
  #leaving = false;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Until there is a core, leaving has nothing to ask about and nothing to close. */
  set core(core: Leavable) {
    this.#core = core;
  }

  get leaving(): boolean {
    return this.#leaving;
  }

  /** Asks first when jobs are running, unless `force`. Resolves when the user stays, or when the exit is on its way. */
  async leave(how: 'quit' | 'restart', { force = false } = {}): Promise<void> {
    if (this.#leaving || (this.#asking && !force)) return;
    if (!force && !(await this.#mayLeave(how))) return;
    if (this.#leaving) return;
    this.#leaving = true;

    const code = await this.#close();
    if (how === 'restart') this.#shell.relaunch();
    this.#shell.exit(code);
  }

  async #mayLeave(how: 'quit' | 'restart'): Promise<boolean> {
    this.#asking = true;
    try {
      const box = this.#core ? quitDialog(this.#core.runningJobs(), how) : null;
      return box === null || (await this.#shell.ask(box)) === 'stop';
    } finally {
      this.#asking = false;
    }
  }

  async #close(): Promise<number> {
    try {
      await this.#core?.close();
      return 0;
    } catch (cause) {
      const { code, message } = toErrorData(cause);
      await this.#shell.tell(new AppError('desktop.close', code, message, { hint: 'The next start checks the databases.', cause }));
      return exitCodeOf(code);
    }
  }
}
