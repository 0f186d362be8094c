import { app, type Session, shell, type WebContents } from 'electron';
import { answer } from './answer.ts';
import { appScheme, navigationFor, permissionAllowed } from './navigation.ts';

/** Our scheme serves the page; the network is closed, for the page has no business there. */
export function guardSession(session: Session, renderer: string): void {
  session.protocol.handle(appScheme, (request) => answer(renderer, request));
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'] },
    (_, reply) => reply({ cancel: true }),
  );
  session.setPermissionRequestHandler((_, permission, reply, details) => reply(permissionAllowed(permission, details.requestingUrl)));
  session.setPermissionCheckHandler((_, permission, origin) => permissionAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** For every page there is or will be, so that none can be made that is not guarded. */
export function guardContents(onError: (error: unknown) => void): void {
  app.on('web-contents-created', (_, contents) => guard(contents, onError));
}

function guard(contents: WebContents, onError: (error: unknown) => void): void {
  // WebRTC goes by neither `webRequest` nor the content security policy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  const openOutside = (url: string): void => {
    if (navigationFor(url) === 'external') shell.openExternal(url).catch(onError);
  };
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame && navigationFor(details.url) === 'stay') return;
    details.preventDefault();
    if (details.isMainFrame) openOutside(details.url);
  });
  contents.on('will-redirect', (details) => {
    if (navigationFor(details.url) !== 'stay') details.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
