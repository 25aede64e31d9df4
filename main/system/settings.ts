import * as z from 'zod';
import type { FileProblem } from '#app/contract/file-problems.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '#app/contract/settings.ts';
import { keepCopy } from './atomic-file.ts';
import { createListeners } from './emitter.ts';
import { createJsonFile } from './json-file.ts';

export interface SettingsStore {
  get(): Settings;
  /** Stores the patch on disk before it takes effect. */
  update(patch: SettingsPatch): Settings;
  /** Once a person has taken over what earlier versions kept here. */
  clearPersonal(): void;
  /** The last server signed in to; initial value of the sign-in form. */
  setServer(server: string): void;
  onChange(listener: (settings: Settings) => void): () => void;
  /** Why settings are at their defaults; null if all could be read. */
  problem(): FileProblem | null;
  /** A person has read it; it stays as long as the file cannot be read. */
  dismissProblem(): void;
}

const READ_AGAIN_MS = 2_000;

type Key = keyof Settings;
const KEYS = settingsSchema.keyof().options;

/** This computer's settings in one JSON file; a setting that is missing or invalid has its default. */
export function createSettings(deps: { file: string; clock: Clock; log: Log }): SettingsStore {
  const { file, clock, log } = deps;
  let problem: FileProblem | null = null;
  // Keys of later versions are ignored, invalid ones must not cost the others.
  const stored = createJsonFile({
    ...deps,
    schema: z.record(z.string(), z.unknown()),
    onInvalid: (path) => note('invalid', path),
  });
  const listeners = createListeners<Settings>();
  const defaults = settingsSchema.parse({});
  let isRead = false;
  let current = defaults;
  tryToRead();

  function note(kind: FileProblem['kind'], path: string, unread: readonly Key[] = []): void {
    problem = { file: 'settings', kind, settings: [...unread], path };
  }

  function read(): void {
    problem = null;
    const { settings, unread } = readEach(stored.read() ?? {});
    if (unread.length > 0) replaceInvalid(settings, unread);
    current = settings;
    isRead = true;
  }

  /** The invalid values remain in a copy, since the next change would drop them. */
  function replaceInvalid(settings: Settings, unread: readonly Key[]): void {
    const copy = keepCopy(file, clock.nowMs());
    log.warn('settings.invalid', { unread, keptAs: copy });
    note('partly', copy ?? file, unread);
    try {
      if (copy !== null) stored.write(settings);
    } catch (thrown) {
      log.warn('settings.notReplaced', { reason: String(thrown) });
    }
  }

  /** Until they can be read the defaults apply, and nothing is overwritten. */
  function tryToRead(): void {
    try {
      read();
    } catch (thrown) {
      log.warn('settings.unreadable', { reason: String(thrown) });
      note('unreadable', file);
      clock.setTimer(READ_AGAIN_MS, readLater);
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
    clearPersonal() {
      const { views, columns, favourites } = current;
      if (views.length + favourites.length + Object.keys(columns).length > 0) {
        change({ views: [], columns: {}, favourites: [] });
      }
    },
    onChange: listeners.add,
    problem: () => problem,
    dismissProblem() {
      if (isRead) problem = null;
    },
  };
}

/** Each setting by itself; of lists and tables, the entries that are valid. */
function readEach(content: Record<string, unknown>): { settings: Settings; unread: Key[] } {
  const unread: Key[] = [];
  const entries = KEYS.map((key) => {
    const schema: z.ZodType = settingsSchema.shape[key];
    const isValid = (value: unknown) => schema.safeParse(value).success;
    if (isValid(content[key])) return [key, schema.parse(content[key])];
    unread.push(key);
    const rest = validEntries(content[key], isValid);
    return [key, schema.parse(isValid(rest) ? rest : undefined)];
  });
  return { settings: Object.fromEntries(entries) as Settings, unread };
}

function validEntries(value: unknown, isValid: (part: unknown) => boolean): unknown {
  if (Array.isArray(value)) return value.filter((entry) => isValid([entry]));
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([key, entry]) => isValid({ [key]: entry })));
}

function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
