import type { DoctorCheck } from '#shared/contract/doctor.ts';

export interface Finding {
  status: DoctorCheck['status'];
  message: string;
  /** What to do about it; goes with every status but ok. */
  remedy?: { text: string; command: string | null };
}

/** One question about this installation. It may throw: that is then its finding. */
export interface Check {
  id: string;
  title: string;
  /** `signal` aborts when nobody waits for the answer any more. */
  run(signal: AbortSignal): Promise<Finding>;
}

export const ok = (message: string): Finding => ({ status: 'ok', message });

export const warning = (message: string, text: string, command: string | null = null): Finding => ({
  status: 'warning',
  message,
  remedy: { text, command },
});

export const failed = (message: string, text: string, command: string | null = null): Finding => ({
  status: 'error',
  message,
  remedy: { text, command },
});
