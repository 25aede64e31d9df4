import { app, nativeTheme } from 'electron';
import type { Settings } from '#app/contract/settings.ts';
import { createAutostart } from './login-item.ts';
import type { SettingsStore } from './settings.ts';

/** Makes the settings that belong to the system around the app true, now and whenever they change. */
export function followSettings(settings: SettingsStore, setSyncInterval: (intervalMs: number) => void): void {
  let atLogin: boolean | null = null;

  function follow({ appearance, openAtLogin, syncIntervalMs }: Settings) {
    nativeTheme.themeSource = appearance;
    setSyncInterval(syncIntervalMs);
    if (app.isPackaged && openAtLogin !== atLogin) setOpenAtLogin(openAtLogin);
    atLogin = openAtLogin;
  }
  follow(settings.get());
  settings.onChange(follow);
}

function setOpenAtLogin(isOn: boolean): void {
  if (process.platform !== 'linux') app.setLoginItemSettings({ openAtLogin: isOn });
  else
    createAutostart({ configFolder: app.getPath('appData'), program: process.env.APPIMAGE ?? process.execPath })(isOn);
}
