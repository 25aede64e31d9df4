import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '#app/contract/settings.ts';
import { createListeners } from './emitter.ts';
import { createJsonFile } from './json-file.ts';

export interface SettingsStore {
  get(): Settings;
  /** Stores the patch on disk before it takes effect. */
  update(patch: SettingsPatch): Settings;
  /** The last server signed in to; initial value of the sign-in form. */
  setServer(server: string): void;
  onChange(listener: (settings: Settings) => void): () => void;
}

const READ_AGAIN_MS = 2_000;

/** Ignores keys of later versions, so that they do not invalidate all settings. */
const storedSettingsSchema = z.object(settingsSchema.shape);

/** This computer's settings in one JSON file; defaults if it is missing or invalid. */
export function createSettings(deps: { file: string; clock: Clock; log: Log }): SettingsStore {
  const stored = createJsonFile({ ...deps, schema: storedSettingsSchema });
  const listeners = createListeners<Settings>();
  const defaults = storedSettingsSchema.parse({});
  let isRead = false;
  let current = defaults;
  tryToRead();

  function read(): void {
    current = stored.read() ?? defaults;
    isRead = true;
  }

  /** Until they can be read the defaults apply, and nothing is overwritten. */
  function tryToRead(): void {
    try {
      read();
    } catch (thrown) {
      deps.log.warn('settings.unreadable', { reason: String(thrown) });
      deps.clock.setTimer(READ_AGAIN_MS, readLater);
    }
  }

  function readLater(): void {
    if (isRead) return;
    tryToRead();
    if (isRead) listeners.emit(current);
  }

  function change(patch: Partial<Settings>): Settings {
    if (!isRead) read();
    const next = { ...current, ...patch };
    stored.write(next);
    current = next;
    listeners.emit(next);
    return next;
  }

  return {
    get: () => current,
    update: (patch) => change(withoutUndefined(patch)),
    setServer(server) {
      if (server !== current.server) change({ server });
    },
    onChange: listeners.add,
  };
}

function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
