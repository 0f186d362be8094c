import { EventEmitter, on } from 'node:events';
import type { Topic } from '#shared/contract/app.ts';

/** Says which topic changed; whoever shows it asks again. Carries no data, so it can neither be stale nor leak. */
export class Events {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  changed(topic: Topic): void {
    this.#emitter.emit('changed', topic);
  }

  onChange(listener: (topic: Topic) => void): () => void {
    this.#emitter.on('changed', listener);
    return () => this.#emitter.off('changed', listener);
  }

  /** Topics from now on, until `signal` aborts; the end is a normal return. */
  async *watch(signal?: AbortSignal): AsyncGenerator<Topic> {
    try {
      for await (const [topic] of on(this.#emitter, 'changed', signal ? { signal } : {})) yield topic;
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }
}
