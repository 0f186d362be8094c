import { app, Menu, powerMonitor, session } from 'electron';
import { toErrorData } from '#shared/errors.ts';
import type { ApiContext } from '../../api/index.ts';
import type { Home } from '../../boot/index.ts';
import { applicationMenu } from './application-menu.ts';
import { parseArguments, relaunchOptions } from './arguments.ts';
import { closeAction } from './close-action.ts';
import { type Desk, runCommand, tellOfFailedRestore } from './commands.ts';
import { type Core, openCore } from './core.ts';
import { crashDialog, errorDialog } from './error-dialog.ts';
import { layoutOf } from './folders.ts';
import { guardSession } from './guard.ts';
import { Lifecycle } from './lifecycle.ts';
import { type Command, toTemplate } from './menu.ts';
import { notifyOfJobs } from './notify.ts';
import { handOutPorts } from './page-port.ts';
import { showDialog } from './show-dialog.ts';
import { openTray } from './tray.ts';
import { trayIsShown } from './tray-host.ts';
import { openWindow } from './window.ts';

/** The window at once, the core beside it, then what needs both. Electron is ready. */
export async function openDesktop(home: Home, backUp: boolean): Promise<void> {
  const devTools = !app.isPackaged;
  const layout = layoutOf(import.meta.dirname, devTools ? undefined : process.resourcesPath);
  guardSession(session.defaultSession, layout.renderer);

  let core: Core | null = null;
  let trayVisible = false;
  const end = new AbortController();
  const lifecycle = new Lifecycle({
    ask: (box) => desk.ask(box),
    tell: async (error) => void (await desk.ask(errorDialog(error.toData()))),
    relaunch: () => app.relaunch(relaunchOptions(process.argv, process.env)),
    exit: (code) => app.exit(code),
  });
  const run = (command: Command): void =>
    void runCommand(command, desk).catch((error: unknown) => desk.ask(errorDialog(toErrorData(error, `desktop.${command}`))));

  const serving = Promise.withResolvers<ApiContext>();
  // Listened to before the page can ask.
  handOutPorts(serving.promise, (url) => core?.app.log.warn('A frame that is not our page asked for the port', { url }));

  const window = openWindow(layout, devTools, {
    mayClose: () => {
      const closeToTray = core?.app.settings.current.desktop.closeToTray ?? false;
      const action = closeAction({ closeToTray, trayVisible, leaving: lifecycle.leaving });
      if (action === 'hide') window.hide();
      if (action === 'quit') run('quit');
      return action === 'close';
    },
    onCrash: (reason) => void desk.ask(crashDialog(reason)).then((answer) => (answer === 'reload' ? window.reload() : run('quit'))),
  });
  const desk: Desk = { core: () => core?.app ?? null, show: window.show, ask: (box) => showDialog(box, window.browserWindow), lifecycle };

  Menu.setApplicationMenu(Menu.buildFromTemplate(toTemplate(applicationMenu({ devTools }), run)));
  app.on('second-instance', (_, argv) => {
    run('open');
    if (parseArguments(argv).backUp) run('back-up');
  });
  app.on('before-quit', (event) => {
    // `app.exit` does not come by here, so this is always somebody who has not asked yet.
    event.preventDefault();
    run('quit');
  });
  const leaveNow = (): void => void lifecycle.leave('quit', { force: true });
  powerMonitor.on('shutdown', leaveNow);
  process.on('SIGTERM', leaveNow);
  process.on('SIGINT', leaveNow);

  // The page that asked gets its answer first.
  const restart = (): void => void setTimeout(() => void lifecycle.leave('restart', { force: true }), 100);
  core = await openCore(home, { restart, show: () => window.show() });
  lifecycle.core = {
    runningJobs: core.runningJobs,
    close: async () => {
      end.abort();
      await core?.close();
    },
  };
  const context = core.slot.context;
  if (context) serving.resolve(context);

  if (backUp) run('back-up');
  trayVisible = openTray(core.app, layout.icons, run, end.signal) && (await trayIsShown());
  await Promise.all([tellOfFailedRestore(desk), notifyOfJobs(core.app, window, end.signal)]);
}
