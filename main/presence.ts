import { app, Menu, Notification } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import type { DisplayStatus, SyncStatus } from '#app/contract/status.ts';
import { badgeCount, shouldNotify } from './attention.ts';
import { appMenu } from './menu.ts';
import type { Services } from './services.ts';
import { createSpeech } from './speech.ts';
import { createTray } from './tray.ts';
import { trayIcon } from './tray-icon.ts';
import type { AppWindow } from './window.ts';

interface PresenceDeps {
  services: Pick<Services, 'desk' | 'settings'>;
  window: AppWindow;
  clock: Clock;
  /** Told the words of each status. */
  onWords: (status: string) => void;
}

/** Ferry outside of its window: menu, tray, dock and notifications, all drawn from the one status. */
export function createPresence({ services, window, clock, onWords }: PresenceDeps): { dispose(): void } {
  const { desk, settings } = services;
  // Windows shows notifications only of an app that says who it is; the name is the installer's, in electron-builder.yml.
  if (process.platform === 'win32') app.setAppUserModelId('desk.ferry.app');
  let speech = createSpeech(settings.get().language, app.getLocale(), clock);
  let shown: DisplayStatus | null = null;

  const syncNow = () => desk.wake('manual');
  const navigate = (view: string) => {
    window.open();
    window.send('navigate', { view });
  };
  const tray = createTray({
    icon: trayIcon(process.platform),
    commands: { syncNow, ready: () => navigate('sync'), open: window.open, quit: () => app.quit() },
  });

  function renderMenu() {
    const { words } = speech;
    const template = appMenu({ platform: process.platform, words, isDevelopment: !app.isPackaged, navigate, syncNow });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  function render(status: SyncStatus) {
    const { words } = speech;
    const said = speech.status(status);
    const { syncNow, ready, open, quit } = words;
    tray.render(status, { status: speech.status, syncNow, ready, open, quit });
    app.setBadgeCount(badgeCount(status.display));
    if (settings.get().notifications && shouldNotify(shown, status.display, window.isFocused())) {
      const notification = new Notification({ title: words.attentionTitle, body: said });
      notification.on('click', () => navigate('sync'));
      notification.show();
    }
    shown = status.display;
    onWords(said);
  }

  renderMenu();
  render(desk.status());
  const removals = [
    desk.onStatus(render),
    settings.onChange(({ language }) => {
      speech = createSpeech(language, app.getLocale(), clock);
      renderMenu();
      render(desk.status());
    }),
  ];
  return {
    dispose() {
      for (const remove of removals) remove();
      tray.dispose();
    },
  };
}
