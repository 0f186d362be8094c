import type { App } from '../boot/index.ts';

/** What a host passes with every request. */
export interface ApiContext {
  app: App;
  /** Aborts when the host lets go of the app, so that long streams end although their readers are still there. */
  closing?: AbortSignal | undefined;
}

/** Ends a stream when its reader leaves or the host does. */
export const endOf = (context: ApiContext, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([signal, context.closing].filter((one) => one !== undefined));
