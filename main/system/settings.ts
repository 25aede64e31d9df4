import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '#app/contract/settings.ts';
import { createListeners } from './emitter.ts';
import { createJsonFile } from './json-file.ts';

export interface SettingsStore {
  get(): Settings;
  /** Keeps the patch on disk before it takes effect. */
  update(patch: SettingsPatch): Settings;
  /** The server last signed in to; the sign-in form starts with it. */
  setServer(server: string): void;
  onChange(listener: (settings: Settings) => void): () => void;
}

const READ_AGAIN_MS = 2_000;

/** Keys a later version wrote are passed over rather than costing a person all their settings. */
const storedSettingsSchema = z.object(settingsSchema.shape);

/** The settings of this computer, in one JSON file; defaults where it is missing or unreadable. */
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

  /** Until they can be read the defaults hold, and nothing is written over what a person has set. */
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
