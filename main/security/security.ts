import type { App, Session, WebContents } from 'electron';
import type { Log } from '#app/contract/ports.ts';
import { isDevelopmentSocket } from './development-server.ts';
import { isOurPage, START_PAGE } from './origin.ts';

/** Refuses everything a page could ask for beyond showing itself, for every page there will ever be. */
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

/** Only our start page may load, in the top frame, which is also what a reload asks for. */
function refuseNavigation(contents: WebContents, log: Log): void {
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.url === START_PAGE) return;
    event.preventDefault();
    log.warn('security.navigationRefused');
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** No permission is ever given, and the renderer's session reaches nothing but our own files. */
export function hardenSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('security.permissionRefused', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // Files leave by the dialog of main; a page that saves one by itself is not ours, whatever it is made of.
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('security.downloadRefused');
  });
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !mayLoad(request.url) }));
}

/** Developer tools load from `devtools:`; `data:` and `blob:` carry their content with them. */
export function mayLoad(address: string): boolean {
  if (import.meta.env.DEV && isDevelopmentSocket(address)) return true;
  return isOurPage(address) || /^(?:devtools|data|blob):/.test(address);
}
