import { app, nativeTheme } from 'electron';
import type { Settings } from '#app/contract/settings.ts';
import type { SettingsStore } from './settings.ts';

/** Makes the settings that belong to the system around the app true, now and whenever they change. */
export function followSettings(settings: SettingsStore, setSyncInterval: (intervalMs: number) => void): void {
  function follow({ appearance, openAtLogin, syncIntervalMs }: Settings) {
    nativeTheme.themeSource = appearance;
    setSyncInterval(syncIntervalMs);
    if (process.platform !== 'linux' && app.isPackaged) app.setLoginItemSettings({ openAtLogin });
  }
  follow(settings.get());
  settings.onChange(follow);
}
