import { app, Menu, Notification } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import type { DisplayStatus, SyncStatus } from '#app/contract/status.ts';
import type { Services } from '../services.ts';
import type { Updater } from '../updates/updater-types.ts';
import { badgeCount, shouldNotify } from './badge.ts';
import { createI18n } from './i18n.ts';
import { appMenu } from './menu.ts';
import { systemLocale } from './system-locale.ts';
import { createTray } from './tray.ts';
import { trayIcon } from './tray-icon.ts';
import type { AppWindow } from './window.ts';

interface StatusIndicatorsDeps {
  services: Pick<Services, 'desk' | 'settings'>;
  updater: Pick<Updater, 'state' | 'onChange'>;
  window: AppWindow;
  /** Opens the small window of quick add. */
  quickAdd: () => void;
  clock: Clock;
  /** Called with each status as text. */
  onWords: (status: string) => void;
}

/** Ferry's indicators outside the window: menu, tray, dock and notifications, all derived from the one status. */
export function createStatusIndicators({ services, updater, window, quickAdd, clock, onWords }: StatusIndicatorsDeps): {
  dispose(): void;
} {
  const { desk, settings } = services;
  // Windows shows notifications only for an app with an id; it must match the installer's, in electron-builder.yml.
  if (process.platform === 'win32') app.setAppUserModelId('desk.ferry.app');
  let i18n = createI18n(settings.get().language, systemLocale(app), clock);
  let shown: DisplayStatus | null = null;

  const syncNow = () => desk.wake('manual');
  const navigate = (view: string) => {
    window.open();
    window.send('navigate', { view });
  };
  const tray = createTray({
    icon: trayIcon(process.platform),
    commands: {
      // The settings show what is new and the button to install it.
      update: () => navigate('settings'),
      quickAdd,
      syncNow,
      ready: () => navigate('sync'),
      open: window.open,
      quit: () => app.quit(),
    },
  });

  function renderMenu() {
    const { labels, lists } = i18n;
    const isDevelopment = !app.isPackaged;
    const template = appMenu({ platform: process.platform, labels, lists, isDevelopment, navigate, syncNow });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  function render(status: SyncStatus) {
    const { labels } = i18n;
    const message = i18n.status(status);
    const { quickAdd, syncNow, ready, open, quit } = labels;
    const update = i18n.update(updater.state());
    tray.render(status, { status: i18n.status, update, quickAdd, syncNow, ready, open, quit });
    app.setBadgeCount(badgeCount(status.display));
    if (settings.get().notifications && shouldNotify(shown, status.display, window.isFocused())) {
      const notification = new Notification({ title: labels.attentionTitle, body: message });
      notification.on('click', () => navigate('sync'));
      notification.show();
    }
    shown = status.display;
    onWords(message);
  }

  renderMenu();
  render(desk.status());
  const removals = [
    desk.onStatus(render),
    updater.onChange(({ kind }) => kind !== 'downloading' && render(desk.status())),
    settings.onChange(({ language }) => {
      i18n = createI18n(language, systemLocale(app), clock);
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
