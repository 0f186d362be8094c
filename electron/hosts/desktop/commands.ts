import type { App } from '../../boot/index.ts';
import type { Dialog } from './dialog.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Command } from './menu.ts';
import { restoreDialog } from './restore-dialog.ts';

/** What the commands act on. `core` is null until it has started. */
export interface Desk {
  core(): App | null;
  show(route?: string): void;
  ask<Answer extends string>(box: Dialog<Answer>): Promise<Answer>;
  lifecycle: Lifecycle;
}

const routes = { open: undefined, backups: '/backups', jobs: '/jobs', settings: '/settings', doctor: '/doctor' } as const;

/** Carries out what a menu, the tray or a second start asks for. */
export async function runCommand(command: Command, desk: Desk): Promise<void> {
  switch (command) {
    case 'quit':
      return desk.lifecycle.leave('quit');
    case 'back-up':
      desk.core()?.backup.create({ type: 'full' });
      return;
    case 'pending-restore':
      return askAboutRestore(desk);
    case 'open':
    case 'backups':
    case 'jobs':
    case 'settings':
    case 'doctor':
      desk.show(routes[command]);
  }
}

/** The box for a restore that waits for a restart. */
async function askAboutRestore(desk: Desk): Promise<void> {
  const core = desk.core();
  const pending = core ? (await core.backup.pending()).pending : null;
  if (!core || !pending) return;
  const answer = await desk.ask(restoreDialog(pending));
  if (answer === 'restart') return desk.lifecycle.leave('restart');
  if (answer === 'discard') await core.backup.cancelRestore();
}

/** At the start: a restore that did not come about is said at once; one that did has its report in the page. */
export async function tellOfFailedRestore(desk: Desk): Promise<void> {
  const last = (await desk.core()?.backup.pending())?.last;
  if (!last || last.success || last.seen) return;
  if ((await desk.ask(restoreDialog(last))) === 'report') desk.show('/backups');
}
