import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '#app/contract/settings.ts';
import { createJsonFile } from './json-file.ts';
import { createListeners } from './listeners.ts';

export interface SettingsStore {
  get(): Settings;
  /** Keeps the patch on disk before it takes effect. */
  update(patch: SettingsPatch): Settings;
  /** The server last signed in to; the sign-in form starts with it. */
  setServer(server: string): void;
  onChange(listener: (settings: Settings) => void): () => void;
}

/** Keys a later version wrote are passed over rather than costing a person all their settings. */
const storedSettingsSchema = z.object(settingsSchema.shape);

/** The settings of this computer, in one JSON file; defaults where it is missing or unreadable. */
export function createSettings(deps: { file: string; clock: Clock; log: Log }): SettingsStore {
  const stored = createJsonFile({ ...deps, schema: storedSettingsSchema });
  const listeners = createListeners<Settings>();
  let current = stored.read() ?? storedSettingsSchema.parse({});

  function change(patch: Partial<Settings>): Settings {
    const next = { ...current, ...patch };
    stored.write(next);
    current = next;
    listeners.tell(next);
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
