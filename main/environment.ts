import { app, nativeTheme } from 'electron';
import type { Environment } from './follow-settings.ts';
import { createAutostart } from './login-item.ts';

/** The part of the system around the app that Electron reaches. */
export function electronEnvironment(): Pick<Environment, 'setAppearance' | 'setOpenAtLogin'> {
  return {
    setAppearance(appearance) {
      nativeTheme.themeSource = appearance;
    },
    setOpenAtLogin: app.isPackaged ? setOpenAtLogin : null,
  };
}

function setOpenAtLogin(isOn: boolean): void {
  if (process.platform !== 'linux') app.setLoginItemSettings({ openAtLogin: isOn });
  else
    createAutostart({ configFolder: app.getPath('appData'), program: process.env.APPIMAGE ?? process.execPath })(isOn);
}
