import type { App } from '../boot/index.ts';
import type { ApiContext } from './context.ts';

/** The app as a host sees it: there, or, during a restart, not just now. */
export class AppSlot {
  #held: { context: ApiContext; closing: AbortController } | null = null;

  /** What requests run with; null while there is no app. */
  get context(): ApiContext | null {
    return this.#held?.context ?? null;
  }

  put(app: App): void {
    this.empty();
    const closing = new AbortController();
    this.#held = { context: { app, closing: closing.signal }, closing };
  }

  /** Ends every stream that reads from the app. The app itself is its owner's to close. */
  empty(): void {
    const held = this.#held;
    this.#held = null;
    held?.closing.abort();
  }
}
