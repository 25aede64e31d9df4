import { Menu, type NativeImage, Tray } from 'electron';
import type { SyncStatus } from '#app/contract/status.ts';
import { type TrayCommand, type TrayText, trayMenu } from './tray-menu.ts';

interface TrayDeps {
  icon: NativeImage;
  commands: Record<TrayCommand, () => void>;
}

export interface AppTray {
  render(status: SyncStatus, text: TrayText): void;
  dispose(): void;
}

/** The icon in the menu bar or notification area; its content is `trayMenu`. */
export function createTray({ icon, commands }: TrayDeps): AppTray {
  const tray = new Tray(icon);
  tray.on('click', commands.open);
  return {
    render(status, text) {
      const items = trayMenu(status, text).map((item) =>
        item === null
          ? { type: 'separator' as const }
          : { label: item.label, enabled: item.isEnabled, click: () => item.command && commands[item.command]() },
      );
      tray.setToolTip(`Ferry: ${text.status(status)}`);
      tray.setContextMenu(Menu.buildFromTemplate(items));
    },
    dispose: () => tray.destroy(),
  };
}
