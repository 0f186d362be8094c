import { ipcRenderer } from 'electron';

/** This part runs in the core's type check, which knows no DOM: what is used of the page, and no more. */
declare const window: {
  readonly location: { readonly origin: string };
  addEventListener(type: 'DOMContentLoaded', listener: () => void, options: { once: true }): void;
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
};

// The port goes from the main process to the page as it comes. Nothing else is exposed: no function, no ipcRenderer.
ipcRenderer.on('port', (event) => {
  const [port] = event.ports;
  if (port) window.postMessage('cofferdam:port', window.location.origin, [port]);
});

// Module scripts have run by then, so the page listens already.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('port'), { once: true });
