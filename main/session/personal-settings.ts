import type { PreferenceEntry } from '#app/contract/preferences.ts';
import type { Settings } from '#app/contract/settings.ts';
import { createListeners } from '../system/emitter.ts';
import type { SettingsStore } from '../system/settings.ts';
import type { PreferenceStore } from './preference-store.ts';
import { type Personal, personalOf } from './preference-values.ts';
import type { SessionStore } from './session-store.ts';

/** The computer's settings together with what the signed-in person arranged. */
export function createPersonalSettings(deps: {
  settings: SettingsStore;
  preferences: Pick<PreferenceStore, 'entries' | 'onChange'>;
  sessionStore: Pick<SessionStore, 'onChange'>;
}): SettingsStore {
  const { settings, preferences, sessionStore } = deps;
  const listeners = createListeners<Settings>();
  let read: { entries: readonly PreferenceEntry[]; personal: Personal } | null = null;
  function personal(): Personal {
    const entries = preferences.entries();
    if (read?.entries !== entries) read = { entries, personal: personalOf(entries) };
    return read.personal;
  }
  const get = () => ({ ...settings.get(), ...personal() });
  const emit = () => listeners.emit(get());
  settings.onChange(emit);
  sessionStore.onChange(emit);
  preferences.onChange(({ isRecent }) => !isRecent && emit());
  return {
    ...settings,
    get,
    update(patch) {
      settings.update(patch);
      return get();
    },
    onChange: listeners.add,
  };
}
