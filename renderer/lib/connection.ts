import type { ClientContext, ClientLink } from '@orpc/client';

export type Link = ClientLink<ClientContext>;

/** Where the page stands with the program it belongs to. */
export type ConnectionState =
  | { phase: 'connecting' }
  | { phase: 'open' }
  /** The program said that it comes back, or was asked to restart. */
  | { phase: 'restarting' }
  | { phase: 'lost'; attempts: number; signedOut: boolean };

/** Thrown into calls that could not be answered because the connection went away. */
export class ConnectionLost extends Error {
  constructor(options?: ErrorOptions) {
    super('Cofferdam did not answer: the connection was lost', options);
    this.name = 'ConnectionLost';
  }
}

const CALL_PATIENCE_MS = 20_000;

/**
 * One lasting link over connections that come and go. A call made while there is none waits for the next one; a call
 * under way when the connection breaks fails with ConnectionLost, because nobody knows whether it was carried out.
 */
export class Connection implements Link {
  #state: ConnectionState = { phase: 'connecting' };
  #link: Link | null = null;
  #listeners = new Set<() => void>();
  readonly #patienceMs: number;

  constructor(patienceMs = CALL_PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  readonly state = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A transport has a working connection. */
  up(link: Link): void {
    this.#link = link;
    this.#set({ phase: 'open' });
  }

  /** A transport has none. */
  down(state: Exclude<ConnectionState, { phase: 'open' }>): void {
    this.#link = null;
    this.#set(state);
  }

  /** The next loss is a restart that was asked for, not a failure. */
  expectRestart(): void {
    this.#set({ phase: 'restarting' });
  }

  /** It was refused after all. */
  restartRefused(): void {
    if (this.#link && this.#state.phase === 'restarting') this.#set({ phase: 'open' });
  }

  readonly call: Link['call'] = async (path, input, options) => {
    const link = this.#link ?? (await this.#nextLink(options.signal));
    try {
      return await link.call(path, input, options);
    } catch (error) {
      if (this.#link !== link && !options.signal?.aborted) throw new ConnectionLost({ cause: error });
      throw error;
    }
  };

  #nextLink(signal: AbortSignal | undefined): Promise<Link> {
    const { promise, resolve, reject } = Promise.withResolvers<Link>();
    const settle = (): void => {
      if (this.#link) resolve(this.#link);
    };
    const unsubscribe = this.subscribe(settle);
    const timer = setTimeout(() => reject(new ConnectionLost()), this.#patienceMs);
    const aborted = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
    return promise.finally(() => {
      unsubscribe();
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
