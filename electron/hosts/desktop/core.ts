import { AppError } from '#shared/errors.ts';
import { AppSlot } from '../../api/index.ts';
import { type App, type Home, startApp } from '../../boot/index.ts';
import { startSocketHost } from '../socket/index.ts';
import type { Leavable } from './lifecycle.ts';

export interface Core extends Leavable {
  readonly app: App;
  readonly slot: AppSlot;
}

/** What the core may ask of the window around it. */
export interface Surroundings {
  restart: () => void;
  show: () => void;
}

/** Starts the core in this process, with the socket by which the command line reaches it. */
export async function openCore(home: Home, around: Surroundings): Promise<Core> {
  const app = await startApp({ home, host: 'desktop', applyRestore: true, onRestart: around.restart });
  const slot = new AppSlot();
  slot.put(app);
  const control = {
    open: () => {
      around.show();
      return { url: null };
    },
    token: (): never => {
      throw new AppError('instance.token', 'UNSUPPORTED', 'The desktop app has no web address', {
        hint: 'Quit it and run `cofferdam serve`.',
      });
    },
  };
  const socket = await startSocketHost({ home, slot, control }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });

  return {
    app,
    slot,
    runningJobs: () => app.jobs.running(),
    close: async () => {
      slot.empty();
      await socket.close();
      await app.close();
    },
  };
}
