import type { App, Session, WebContents } from 'electron';
import type { Log } from '#app/contract/ports.ts';
import { isDevelopmentSocket } from './development-server.ts';
import { isOurPage, QUICK_PAGE, START_PAGE } from './origin.ts';

/** Refuses everything a page could request beyond displaying itself, for all current and future pages. */
export function hardenContents(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    refuseNavigation(contents, log);
    contents.setWindowOpenHandler(() => {
      log.warn('security.windowRefused');
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      log.warn('security.webviewRefused');
    });
  });
}

/** Only the pages of the two windows may load, in the top frame; a reload requests it too. */
function refuseNavigation(contents: WebContents, log: Log): void {
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && (event.url === START_PAGE || event.url === QUICK_PAGE)) return;
    event.preventDefault();
    log.warn('security.navigationRefused');
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** Grants no permission, and limits the renderer's session to the app's own files. */
export function hardenSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('security.permissionRefused', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // Main's dialog saves files; a page never downloads anything itself.
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('security.downloadRefused');
  });
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !mayLoad(request.url) }));
}

/** Developer tools load from `devtools:`; `data:` and `blob:` contain their content. */
export function mayLoad(address: string): boolean {
  if (import.meta.env.DEV && isDevelopmentSocket(address)) return true;
  return isOurPage(address) || /^(?:devtools|data|blob):/.test(address);
}
