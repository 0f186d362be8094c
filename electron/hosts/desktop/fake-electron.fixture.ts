import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';

/**
 * Electron as the host sees it, for a machine without its runtime: writes down what it is told and does nothing.
 * e2e/desktop.spec.ts drives the real one where there is one.
 */
export const did: string[] = [];
export const registered = new Map<string, unknown>();
const note =
  (name: string) =>
  (...args: unknown[]): void =>
    void did.push([name, ...args.filter((arg) => typeof arg === 'string' || typeof arg === 'number')].join(' '));
const keep = (name: string) => (handler: unknown) => void registered.set(name, handler);

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  enableSandbox: note('enableSandbox'),
  commandLine: { appendSwitch: note('appendSwitch') },
  setDesktopName: note('setDesktopName'),
  setPath: note('setPath'),
  requestSingleInstanceLock: () => {
    did.push('requestSingleInstanceLock');
    return app.alone;
  },
  alone: true,
  whenReady: () => {
    did.push('whenReady');
    return Promise.resolve();
  },
  relaunch: note('relaunch'),
  exit: (code: number) => {
    did.push(`exit ${code}`);
    app.emit('exited');
  },
});

export const protocol = {
  registerSchemesAsPrivileged: (schemes: { scheme: string }[]) =>
    void did.push(`registerSchemes ${schemes.map(({ scheme }) => scheme).join()}`),
};

export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    protocol: { handle: (scheme: string, handler: unknown) => void registered.set(`scheme ${scheme}`, handler) },
    webRequest: { onBeforeRequest: (filter: { urls: string[] }, handler: unknown) => void registered.set('request', { filter, handler }) },
    setPermissionRequestHandler: keep('permissionRequest'),
    setPermissionCheckHandler: keep('permissionCheck'),
    setDevicePermissionHandler: keep('devicePermission'),
  }),
};

class WebContents extends EventEmitter {
  url = '';
  getURL = (): string => this.url;
  reload = note('reload');
  setWindowOpenHandler = keep('windowOpen');
  setWebRTCIPHandlingPolicy = note('webRTC');
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly webContents = new WebContents();
  readonly options: unknown;
  isFocused = (): boolean => false;
  isVisible = (): boolean => true;
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => false;
  show = note('show');
  hide = note('hide');
  focus = note('focus');

  constructor(options: unknown) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    did.push('new BrowserWindow');
    app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(url: string): Promise<void> {
    did.push(`loadURL ${url}`);
    this.webContents.url = url;
    return Promise.resolve();
  }
}

export const ipcMain = new EventEmitter();

/** Node's ports in the form of Electron's, whose listeners get `{data}`. */
export class MessageChannelMain {
  readonly port1;
  readonly port2;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port2 = port2;
    this.port1 = {
      on: (event: string, listener: (message: { data: unknown }) => void) => port1.on(event, (data: unknown) => listener({ data })),
      postMessage: (message: unknown) => port1.postMessage(message),
      start: () => port1.start(),
      close: () => port1.close(),
    };
  }
}

export const Menu = {
  setApplicationMenu: note('setApplicationMenu'),
  buildFromTemplate: (template: unknown) => template,
};

export class Tray extends EventEmitter {
  setImage = note('tray image');
  setToolTip = note('tray tip');
  setContextMenu = keep('trayMenu');
  destroy = note('tray destroy');
}

export class Notification extends EventEmitter {
  static isSupported = (): boolean => true;
  readonly show: () => void;
  constructor({ title }: { title: string }) {
    super();
    this.show = () => void did.push(`notify ${title}`);
  }
}

export const answers: number[] = [];
export const dialog = {
  showErrorBox: (title: string, content: string) => void did.push(`errorBox ${title}: ${content}`),
  showMessageBox: (...args: unknown[]) => {
    did.push(`box ${(args.at(-1) as { message: string }).message}`);
    return Promise.resolve({ response: answers.shift() ?? -1 });
  },
};

export const shell = {
  openExternal: (url: string) => {
    did.push(`openExternal ${url}`);
    return Promise.resolve();
  },
};
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
export const powerMonitor = new EventEmitter();
