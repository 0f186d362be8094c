import { mkdirSync } from 'node:fs';
import { app, protocol } from 'electron';
import { ioError } from '../../files/index.ts';
import { userDataFolder } from './folders.ts';
import { desktopFile } from './identity.ts';
import { appScheme } from './navigation.ts';

/**
 * Everything that Electron takes only before it is ready; runs in the same tick as the entry. False: another window
 * is open on this home and was told.
 */
export function prepare(homeRoot: string): boolean {
  app.enableSandbox();
  // The page has no business on the network, so no name resolves there: prefetching a name would tell somebody something.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.setDesktopName(desktopFile);
  const userData = userDataFolder(homeRoot, process.env);
  makeFolder(userData);
  app.setPath('userData', userData);
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  // After the path is set: the lock lies in that folder.
  return app.requestSingleInstanceLock();
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw ioError('desktop.prepare', error, path);
  }
}
