import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

/**
 * Waits until no process of a group is left, and kills what is left when `graceMs` are over. execa escalates only while it
 * still waits for the leader or for a pipe; a descendant that ignores SIGTERM and has closed its output would outlive it.
 */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs;
  while (signalGroup(pid, 0)) {
    if (performance.now() >= deadline) {
      signalGroup(pid, 'SIGKILL');
      return;
    }
    await delay(pollMs);
  }
}

/** False when nobody of the group is left. */
function signalGroup(pid: number, signal: 0 | 'SIGKILL'): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // ESRCH: it is empty; EPERM: its number now belongs to somebody else
  }
}
