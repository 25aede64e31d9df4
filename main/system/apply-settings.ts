import type { Settings } from '#app/contract/settings.ts';
import type { SettingsStore } from './settings.ts';

export interface Environment {
  setAppearance: (appearance: Settings['appearance']) => void;
  setSyncInterval: (intervalMs: number) => void;
  /** Null if the app is not installed: a login must not start a development copy. */
  setOpenAtLogin: ((isOn: boolean) => void) | null;
}

/** Applies OS-level settings (theme, login item, sync interval) now and on change. */
export function followSettings(settings: Pick<SettingsStore, 'get' | 'onChange'>, environment: Environment): void {
  let atLogin: boolean | null = null;

  function follow({ appearance, openAtLogin, syncIntervalMs }: Settings) {
    environment.setAppearance(appearance);
    environment.setSyncInterval(syncIntervalMs);
    if (openAtLogin !== atLogin) environment.setOpenAtLogin?.(openAtLogin);
    atLogin = openAtLogin;
  }
  follow(settings.get());
  settings.onChange(follow);
}
