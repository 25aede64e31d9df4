import { app, nativeTheme } from 'electron';
import { ownAppImage } from './app-image.ts';
import type { OsSettings } from './apply-settings.ts';
import { createAutostart } from './login-item.ts';

/** The OS settings that Electron provides. */
export function electronSettings(): Pick<OsSettings, 'setAppearance' | 'setOpenAtLogin'> {
  return {
    setAppearance(appearance) {
      nativeTheme.themeSource = appearance;
    },
    setOpenAtLogin: app.isPackaged ? setOpenAtLogin : null,
  };
}

/** Whether the system started the app at login; for macOS, which passes no switches then. */
export function wasOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function setOpenAtLogin(isOn: boolean): void {
  if (process.platform !== 'linux') app.setLoginItemSettings({ openAtLogin: isOn, args: ['--hidden'] });
  else
    createAutostart({
      configFolder: app.getPath('appData'),
      program: ownAppImage(process.env, process.execPath) ?? process.execPath,
    })(isOn);
}
