import type { App, AutoUpdater, PowerMonitor } from 'electron';

interface AppEventDeps {
  app: Pick<App, 'on' | 'quit'>;
  autoUpdater: Pick<AutoUpdater, 'on'>;
  powerMonitor: Pick<PowerMonitor, 'on'>;
  platform: NodeJS.Platform;
  /** Shows the window; with the arguments of a second start, if that is the cause. */
  open: (argv: readonly string[]) => void;
  /** A Ferry link was opened, on macOS. */
  openLink: (link: string) => void;
  /** An update is about to close the windows. */
  onUpdateQuits: () => void;
  /** The computer is shutting down. */
  onShutdown: () => void;
}

/** Handles requests of the system while the app runs. */
export function followAppEvents(deps: AppEventDeps): void {
  const { app, autoUpdater, powerMonitor, platform, open, openLink, onUpdateQuits, onShutdown } = deps;
  app.on('second-instance', (_event, argv) => open(argv));
  app.on('activate', () => open([]));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openLink(link);
  });
  app.on('window-all-closed', () => platform !== 'darwin' && app.quit());
  powerMonitor.on('shutdown', onShutdown);
  // Emitted before the windows close, and before 'before-quit'.
  autoUpdater.on('before-quit-for-update', onUpdateQuits);
}
