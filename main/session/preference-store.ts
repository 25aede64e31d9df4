import * as z from 'zod';
import { FerryFailure } from '#app/contract/errors.ts';
import type { OperationOutput, Session } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { MAX_PREFERENCE_LENGTH, type PreferenceEntry, preferenceEntrySchema } from '#app/contract/preferences.ts';
import type { PreferenceChange } from '#app/contract/settings.ts';
import { mergePreferences } from '#app/rules/preferences.ts';
import { createListeners } from '../system/emitter.ts';
import { createJsonFile } from '../system/json-file.ts';
import type { SettingsStore } from '../system/settings.ts';
import { entriesOfSettings, recentOf } from './preference-values.ts';

/** A recent record is noted at every opening; it is written with others. */
const WRITE_RECENT_AFTER_MS = 1_000;

type Documents = Record<string, PreferenceEntry[]>;
type Person = Pick<Session, 'kind' | 'firm' | 'person'>;

/** What the people who use this computer arranged for themselves, in one file, complete without the network. */
export interface PreferenceStore {
  /** Key of the signed-in person's document; null if nobody is. */
  owner(): string | null;
  /** The document of the signed-in person; empty if nobody is. */
  entries(): readonly PreferenceEntry[];
  recent(): OperationOutput<'listRecent'>;
  /** Stored on disk before it takes effect, except recent records. */
  set(change: PreferenceChange): void;
  /** Replaces a document after an exchange with the server. */
  replace(owner: string, entries: PreferenceEntry[]): void;
  removeAll(): void;
  /** Calls back with where a change comes from and whether it concerns more than recent records. */
  onChange(listener: (change: { from: 'person' | 'server'; isRecent: boolean }) => void): () => void;
  dispose(): void;
}

interface PreferenceStoreDeps {
  file: string;
  session: () => Person | null;
  /** Settings of earlier versions, which belonged to the computer: the first person to sign in takes them over. */
  earlier: Pick<SettingsStore, 'get' | 'clearPersonal'>;
  clock: Clock;
  log: Log;
}

const fileSchema = z.record(z.string(), z.array(z.unknown()));
const ALONE = 'alone/';

export function createPreferenceStore(deps: PreferenceStoreDeps): PreferenceStore {
  const { session, earlier, clock, log } = deps;
  const stored = createJsonFile({ ...deps, schema: fileSchema });
  const listeners = createListeners<{ from: 'person' | 'server'; isRecent: boolean }>();
  let documents: Documents | null = null;
  let cancelWrite: (() => void) | null = null;

  /** @throws `file.unreadable`; nothing is overwritten then */
  function load(): Documents {
    documents ??= Object.fromEntries(
      Object.entries(stored.read() ?? {}).map(([owner, entries]) => [owner, entries.flatMap(validEntry)]),
    );
    return documents;
  }

  function write(next: Documents): void {
    cancelWrite?.();
    cancelWrite = null;
    stored.write(next);
    documents = next;
  }

  function ownDocument(person: Person): PreferenceEntry[] {
    const all = load();
    const owner = keyOf(person);
    const before = all[owner] ?? [];
    const inherited = [...inheritedFrom(all, person), ...entriesOfSettings(earlier.get())];
    if (inherited.length === 0) return before;
    const entries = mergePreferences(before, inherited);
    const others = Object.entries(all).filter(([key]) => person.kind !== 'firm' || !key.startsWith(ALONE));
    write({ ...Object.fromEntries(others), [owner]: entries });
    earlier.clearPersonal();
    return entries;
  }

  function entries(): readonly PreferenceEntry[] {
    const person = session();
    if (person === null) return [];
    try {
      return ownDocument(person);
    } catch (thrown) {
      log.warn('preferences.unreadable', { reason: String(thrown) });
      return documents?.[keyOf(person)] ?? [];
    }
  }

  function flush(): void {
    if (cancelWrite === null || documents === null) return;
    try {
      write(documents);
    } catch (thrown) {
      log.warn('preferences.notWritten', { reason: String(thrown) });
    }
  }

  return {
    owner() {
      const person = session();
      return person === null ? null : keyOf(person);
    },
    entries,
    recent: () => recentOf(entries()),
    set({ kind, id, value }) {
      const person = session();
      if (person === null) throw new FerryFailure('auth.required', 'signIn');
      const own = ownDocument(person);
      const text = value === null ? null : JSON.stringify(value);
      if (text !== null && text.length > MAX_PREFERENCE_LENGTH) throw new FerryFailure('input.invalid', 'fix');
      const before = own.find((entry) => entry.kind === kind && entry.id === id);
      // A change made in sight of another one is the later, whatever the clocks of the two computers say.
      const at = Math.max(clock.nowMs(), (before?.at ?? 0) + 1);
      const next = { ...load(), [keyOf(person)]: mergePreferences(own, [{ kind, id, value: text, at }]) };
      const isRecent = kind === 'recent';
      if (isRecent) {
        documents = next;
        cancelWrite ??= clock.setTimer(WRITE_RECENT_AFTER_MS, flush);
      } else write(next);
      listeners.emit({ from: 'person', isRecent });
    },
    replace(owner, after) {
      const before = load()[owner] ?? [];
      if (JSON.stringify(before) === JSON.stringify(after)) return;
      write({ ...load(), [owner]: after });
      const shown = (document: readonly PreferenceEntry[]) =>
        JSON.stringify(document.filter(({ kind }) => kind !== 'recent'));
      listeners.emit({ from: 'server', isRecent: shown(before) === shown(after) });
    },
    removeAll() {
      cancelWrite?.();
      cancelWrite = null;
      documents = {};
      stored.remove();
      earlier.clearPersonal();
      listeners.emit({ from: 'person', isRecent: false });
    },
    onChange: listeners.add,
    dispose: flush,
  };
}

function keyOf({ kind, firm, person }: Person): string {
  return kind === 'firm' ? `${firm.id}/${person.id}` : `${kind}/${person.id}`;
}

/** Who worked without a server and joins a firm brings along what they arranged. */
function inheritedFrom(documents: Documents, person: Person): PreferenceEntry[] {
  if (person.kind !== 'firm') return [];
  return Object.entries(documents).flatMap(([key, entries]) => (key.startsWith(ALONE) ? entries : []));
}

function validEntry(entry: unknown): PreferenceEntry[] {
  const parsed = preferenceEntrySchema.safeParse(entry);
  return parsed.success ? [parsed.data] : [];
}
