/** How a person or the system asked us to stop. */
export type StopCode = 'CANCELLED' | 'TERMINATED';

export interface Stop {
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP; the reason is its `StopCode`. */
  readonly signal: AbortSignal;
  readonly code: StopCode | null;
  dispose(): void;
}

/** The first signal asks for a clean end, a second one does not wait for it. */
export function listenForStop(): Stop {
  const controller = new AbortController();
  let code: StopCode | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    const wanted: StopCode = signal === 'SIGINT' ? 'CANCELLED' : 'TERMINATED';
    if (code !== null) process.exit(wanted === 'CANCELLED' ? 130 : 143);
    code = wanted;
    controller.abort(wanted);
  };
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: controller.signal,
    get code() {
      return code;
    },
    dispose: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
