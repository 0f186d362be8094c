/** A place in the queue for a resource. */
export interface Turn {
  /** Resolves when everybody before has left. Rejects with the signal's reason when it aborts first. */
  ready(signal: AbortSignal): Promise<void>;
  readonly isFirst: boolean;
  /** Gives the place up, had or not. Safe to call twice. */
  leave(): void;
}

interface Place {
  wake: () => void;
}

/** First come, first served, for each named resource. What names none waits for nobody. */
export class ResourceQueue {
  readonly #lines = new Map<string, Place[]>();

  join(resource: string | null): Turn {
    if (resource === null) return { isFirst: true, ready: async (signal) => signal.throwIfAborted(), leave: () => undefined };
    const line = this.#lines.get(resource) ?? [];
    this.#lines.set(resource, line);
    const place: Place = { wake: () => undefined };
    line.push(place);
    const isFirst = (): boolean => line[0] === place;

    return {
      get isFirst() {
        return isFirst();
      },
      ready: (signal) => untilWoken(place, isFirst, signal),
      leave: () => this.#leave(resource, line, place),
    };
  }

  #leave(resource: string, line: Place[], place: Place): void {
    const at = line.indexOf(place);
    if (at === -1) return;
    line.splice(at, 1);
    if (line.length === 0) this.#lines.delete(resource);
    if (at === 0) line[0]?.wake();
  }
}

async function untilWoken(place: Place, isFirst: () => boolean, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (isFirst()) return;
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    place.wake = () => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
  });
}
