import type { Logger } from '../log/index.ts';

export interface StepTime {
  step: string;
  ms: number;
}

/** Times each step of a start and logs it; the same figures are shown in `AppInfo.startup`. */
export class Timings {
  readonly steps: StepTime[] = [];
  readonly #log: () => Logger | undefined;

  constructor(log: () => Logger | undefined) {
    this.#log = log;
  }

  async step<T>(step: string, act: () => T | Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await act();
    } finally {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      this.steps.push({ step, ms });
      this.#log()?.info('Start-up step', { step, ms });
    }
  }
}
