import type { DoctorCheck, DoctorReport } from '#shared/contract/doctor.ts';
import { AppError, toErrorData } from '#shared/errors.ts';
import { type Check, failed, type Finding } from './check.ts';

const defaultTimeoutMs = 10_000;

/** Asks every check at once and gathers the findings, in the order of the checks. */
export class Doctor {
  readonly #checks: readonly Check[];
  readonly #timeoutMs: number;

  constructor(checks: readonly Check[], options: { timeoutMs?: number } = {}) {
    this.#checks = checks;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  }

  /** Healthy means that no check is an error. @throws CANCELLED when `signal` aborts; nothing else. */
  async run(signal?: AbortSignal): Promise<DoctorReport> {
    const checks = await Promise.all(this.#checks.map((check) => this.#ask(check, signal)));
    if (signal?.aborted) throw new AppError('doctor.run', 'CANCELLED', 'The checks were cancelled');
    return { healthy: checks.every(({ status }) => status !== 'error'), checks };
  }

  async #ask(check: Check, signal: AbortSignal | undefined): Promise<DoctorCheck> {
    const started = performance.now();
    const { status, message, remedy } = await answer(check, this.#timeoutMs, signal);
    return { id: check.id, title: check.title, status, message, remedy: remedy ?? null, durationMs: performance.now() - started };
  }
}

async function answer(check: Check, timeoutMs: number, signal: AbortSignal | undefined): Promise<Finding> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const ends = AbortSignal.any([timeout.signal, ...(signal ? [signal] : [])]);
  try {
    return await Promise.race([check.run(ends), untilAborted(ends)]);
  } catch (error) {
    if (timeout.signal.aborted)
      return failed(
        `No answer within ${timeoutMs / 1000} s`,
        'Something it asks hangs: a disk, a network folder or a service. The log may tell.',
      );
    const { message, hint } = toErrorData(error, check.id);
    return failed(`The check itself failed: ${message}`, hint ?? 'The log has the details.');
  } finally {
    clearTimeout(timer);
  }
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
