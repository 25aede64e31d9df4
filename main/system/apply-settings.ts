import type { Settings } from '#app/contract/settings.ts';
import type { SettingsStore } from './settings.ts';

export interface OsSettings {
  setAppearance: (appearance: Settings['appearance']) => void;
  setSyncInterval: (intervalMs: number) => void;
  /** Null if the app is not installed: a login must not start a development copy. */
  setOpenAtLogin: ((isOn: boolean) => void) | null;
}

/** Applies OS-level settings (theme, login item, sync interval) now and on change. */
export function applySettings(settings: Pick<SettingsStore, 'get' | 'onChange'>, os: OsSettings): void {
  let atLogin: boolean | null = null;

  function follow({ appearance, openAtLogin, syncIntervalMs }: Settings) {
    os.setAppearance(appearance);
    os.setSyncInterval(syncIntervalMs);
    if (openAtLogin !== atLogin) os.setOpenAtLogin?.(openAtLogin);
    atLogin = openAtLogin;
  }
  follow(settings.get());
  settings.onChange(follow);
}
