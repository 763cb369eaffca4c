/** The window shows our own page and nothing else: no navigation away, no second window, no web view, no permissions. */
import type { App, Session, WebContents } from 'electron';
import { isOurPage } from './app-address.ts';

/** Writing plain text to the clipboard on a click (the copy buttons) is all that the page may. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

export function isPermitted(permission: string, requestingUrl: string): boolean {
  return permission === ALLOWED_PERMISSION && isOurPage(requestingUrl);
}

/** Guards every page that will ever be made in this process, not just the one window that is meant to be. */
export function guardNavigation(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

export function guardContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (details) => {
    if (!isOurPage(details.url)) details.preventDefault();
  });
  // Frames too: our page has none, so any is somebody else's.
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isOurPage(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!isOurPage(details.url)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function guardPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isPermitted(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
