import { ipcMain, MessageChannelMain } from 'electron';
import type { ApiContext } from '../../api/index.ts';
import { isAppUrl } from './navigation.ts';
import { servePort } from './rpc-port.ts';

/**
 * Gives each page that asks a port to the router, once there is something to serve. Only our own page gets one, and
 * only as a window's main frame.
 */
export function handOutPorts(context: Promise<ApiContext>, onRefused: (url: string) => void): void {
  ipcMain.on('port', (event) => {
    void context.then((ready) => {
      const frame = event.senderFrame;
      // Null when the page has gone while the core was starting; the next one asks for itself.
      if (!frame || frame.isDestroyed()) return;
      if (frame.parent !== null || !isAppUrl(frame.url)) return onRefused(frame.url);
      const { port1, port2 } = new MessageChannelMain();
      servePort(port1, ready);
      port1.start();
      frame.postMessage('port', null, [port2]);
    });
  });
}
