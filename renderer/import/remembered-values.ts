import * as z from 'zod';
import type { JsonValue } from '#app/schema/index.ts';

/** A person's mapping of other programs' values; stored on this computer, per program. */
const STORAGE_KEY = 'ferry.importValues';
const MOST_WORDS = 2000;

const storedSchema = z.record(z.string(), z.record(z.string(), z.string().nullable()));

function stored(): z.infer<typeof storedSchema> {
  try {
    return storedSchema.parse(JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? '{}'));
  } catch {
    return {};
  }
}

const keyOf = (preset: string | null) => preset ?? '';

export function rememberedValues(presets: readonly (string | null)[]): Map<string, JsonValue> {
  const all = stored();
  return new Map(presets.flatMap((preset) => Object.entries(all[keyOf(preset)] ?? {})));
}

export function rememberValues(presets: readonly (string | null)[], values: ReadonlyMap<string, JsonValue>): void {
  if (values.size === 0) return;
  const all = stored();
  const given = [...values].filter(
    (entry): entry is [string, string | null] => entry[1] === null || typeof entry[1] === 'string',
  );
  for (const preset of new Set(presets.map(keyOf))) {
    all[preset] = Object.fromEntries([...Object.entries(all[preset] ?? {}), ...given].slice(-MOST_WORDS));
  }
  window.localStorage.setItem(STORAGE_KEY, JSON.stringify(all));
}
