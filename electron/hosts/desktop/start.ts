import { app, dialog } from 'electron';
import { AppError, toErrorData } from '#shared/errors.ts';
import { type Home, resolveHome } from '../../boot/index.ts';
import { connectToInstance } from '../socket/index.ts';
import { parseArguments } from './arguments.ts';
import { openDesktop } from './desktop.ts';
import { guardContents } from './guard.ts';
import { prepare } from './prepare.ts';
import { explainBusy, startupErrorBox } from './startup-error.ts';

/** Starts the desktop app. Up to its first await it runs in the entry's own tick, before Electron is ready. */
export async function startDesktop(): Promise<void> {
  const { home: named, backUp } = parseArguments(process.argv);
  const home = resolveHome(named);
  const fatal = (error: unknown): void => fail(error, home);
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', fatal);

  try {
    if (!prepare(home.root)) return app.exit(0);
    guardContents(fatal);
    await app.whenReady();
    await openDesktop(home, backUp);
  } catch (error) {
    fail(await explain(error, home), home);
  }
}

/** A home in use: asks the one that uses it who it is. */
async function explain(error: unknown, home: Home): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'BUSY') return error;
  const instance = await connectToInstance(home);
  try {
    return AppError.fromData(explainBusy(error.toData(), instance ? await instance.client.app.info() : null));
  } catch {
    // It goes or hangs just now; what the lock said is still true.
    return error;
  } finally {
    await instance?.close();
  }
}

/** Says what is wrong and leaves. Whatever was open is closed by the end of the process; the next start checks it. */
function fail(error: unknown, home: Home): void {
  const box = startupErrorBox(toErrorData(error, 'desktop.start'), home.logs);
  dialog.showErrorBox(box.title, box.content);
  app.exit(box.exitCode);
}
