import type { App, AutoUpdater, PowerMonitor } from 'electron';

interface AppEventDeps {
  app: Pick<App, 'on' | 'quit'>;
  autoUpdater: Pick<AutoUpdater, 'on'>;
  powerMonitor: Pick<PowerMonitor, 'on'>;
  platform: NodeJS.Platform;
  /** Shows the window; with the arguments of a second start, if that is what asked for it. */
  open: (argv: readonly string[]) => void;
  /** A link of ours was opened, on macOS. */
  openLink: (link: string) => void;
  /** An update is about to close the windows. */
  onUpdateQuits: () => void;
  /** The computer goes down. */
  onShutdown: () => void;
}

/** What the system asks of the app while it runs. */
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
  // Before the windows are closed, and before 'before-quit'.
  autoUpdater.on('before-quit-for-update', onUpdateQuits);
}
