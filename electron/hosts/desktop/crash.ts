export type AfterCrash = 'ignore' | 'reload' | 'give-up';

/** Two crashes this close are the page's own doing: loading it again would only crash again. */
const window = 60_000;

/**
 * What to do when the page's process has gone.
 *
 * @param reason as Electron's `render-process-gone` names it
 * @param earlier times of earlier crashes, in ms
 */
export function afterCrash(reason: string, earlier: readonly number[], now: number): AfterCrash {
  if (reason === 'clean-exit') return 'ignore';
  return earlier.some((at) => now - at < window) ? 'give-up' : 'reload';
}
