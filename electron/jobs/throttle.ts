export interface Throttled {
  /** Calls at once, or when the interval since the last call is over; any number of requests meanwhile make one call. */
  request(): void;
  /** Forgets a call that is still to come. */
  cancel(): void;
}

/** At most one call per interval; the last request is always followed by a call. */
export function throttle(call: () => void, intervalMs: number): Throttled {
  let calledAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const fire = (): void => {
    timer = undefined;
    calledAt = performance.now();
    call();
  };

  return {
    request() {
      if (timer !== undefined) return;
      const wait = calledAt + intervalMs - performance.now();
      if (wait <= 0) fire();
      else timer = setTimeout(fire, Math.ceil(wait));
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
