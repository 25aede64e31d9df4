import type { FerryError } from '#app/contract/errors.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema, type JsonValue, type RecordData, sameJson } from '#app/schema/index.ts';
import { checkValue } from '#app/text/index.ts';
import { mayPass } from './changes.ts';
import type { Drafts } from './drafts.ts';
import type { Editing } from './editing.ts';
import type { FieldDraft, RendererState } from './state.ts';
import type { RendererStateStore } from './state-store.ts';
import { readWords } from './typed-text.ts';

/** The person's formats, and their current day. */
export interface Writing {
  locale: string;
  today: string;
}

/** The value sent to main, with the text it was parsed from. */
interface Saved {
  typed: string;
  saving: { value: JsonValue };
}

interface Deps {
  store: RendererStateStore;
  drafts: Drafts;
  editing: Editing;
}

const NO_DATA: RecordData = {};

/** The record being edited; a new one exists in its draft until inserted. */
export function editedRecord(state: RendererState, table: string, id: string): { data: RecordData; version: number } {
  const key = recordKey(table, id);
  const draft = state.drafts[key];
  if (draft?.isNew === true) return { data: draft.data, version: 0 };
  const record = state.records[key];
  return { data: record?.data ?? NO_DATA, version: record?.version ?? 0 };
}

/** Autosave of one field: text is kept from the first keystroke and dropped once its value is saved. */
export function createFieldEdits({ store, drafts, editing }: Deps) {
  const away = new Set<() => void>();
  const now = (table: string, id: string) => editedRecord(store.getState(), table, id);
  const wordsOf = (table: string, id: string, name: string) => drafts.get(table, id)?.fields[name];

  function fieldOf(table: string, name: string) {
    const field = ferrySchema.entity(table)?.fields[name];
    if (field === undefined) throw new Error(`${table} has no field ${name}.`);
    return field;
  }

  function type(table: string, id: string, name: string, typed: string) {
    const words = wordsOf(table, id, name);
    const { data, version } = now(table, id);
    const begun = words ?? { base: data[name] ?? null, baseVersion: version, saving: null, unsaved: null };
    drafts.keepField(table, id, name, { ...begun, typed, error: null });
  }

  /** Saves a valid value, keeps invalid text. */
  async function leave(table: string, id: string, name: string, { locale, today }: Writing) {
    const words = wordsOf(table, id, name);
    // Text typed into a deleted record is kept in case the record comes back.
    if (words === undefined || store.getState().records[recordKey(table, id)]?.deleted) return;
    const { data } = now(table, id);
    const field = fieldOf(table, name);
    const value = data[name] ?? null;
    const read = readWords(field, words.typed, value, { data, locale, today });
    if (!read.ok) {
      drafts.keepField(table, id, name, { ...words, error: read.problem });
      void drafts.persist();
      return;
    }
    if (field.kind === 'tags') return addTags(table, id, name, read.value);
    if (words.saving !== null && sameJson(words.saving.value, read.value)) return;
    const base = words.saving === null ? words.base : words.saving.value;
    const isUnchanged = drafts.get(table, id)?.isNew !== true && words.saving === null && sameJson(read.value, value);
    if (isUnchanged || sameJson(read.value, base)) return drafts.dropField(table, id, name);
    const saved = { typed: words.typed, saving: { value: read.value } };
    const isRetry = words.unsaved !== null;
    drafts.keepField(table, id, name, { ...words, ...saved, error: null });
    const seen = { base: { [name]: base }, baseVersion: words.baseVersion };
    const failure = await editing.saveField(table, id, name, read.value, seen, isRetry);
    settle(table, id, name, saved, failure);
  }

  /** After a save: text typed since then stays, based on the saved value. */
  function settle(table: string, id: string, name: string, saved: Saved, failure: FerryError | null) {
    const words = wordsOf(table, id, name);
    if (words === undefined) return;
    const isOurs = words.saving === saved.saving;
    if (failure === null && isOurs && words.typed === saved.typed) return drafts.dropField(table, id, name);
    const { value } = saved.saving;
    const kept = isOurs ? { ...words, saving: null, unsaved: unsavedFor(value, failure) } : words;
    drafts.keepField(table, id, name, failure === null ? { ...kept, base: value } : kept);
    if (failure !== null) void drafts.persist();
  }

  /** A value that may be saved later automatically. */
  function unsavedFor(value: JsonValue, failure: FerryError | null): FieldDraft['unsaved'] {
    if (failure === null || !mayPass(failure)) return null;
    const { code, action } = failure;
    return { value, error: { code, action } };
  }

  /** The input is free for the next tag at once; a tag that could not be saved returns to it. */
  async function addTags(table: string, id: string, name: string, next: JsonValue) {
    const words = wordsOf(table, id, name);
    drafts.dropField(table, id, name);
    const failure = await saveChosen(table, id, name, next);
    if (failure !== null && words !== undefined && wordsOf(table, id, name) === undefined) {
      drafts.keepField(table, id, name, words);
    }
  }

  async function saveChosen(table: string, id: string, name: string, next: JsonValue): Promise<FerryError | null> {
    const { data, version } = now(table, id);
    const value = data[name] ?? null;
    if (sameJson(next, value)) return null;
    const seen = { base: { [name]: value }, baseVersion: version };
    return editing.saveField(table, id, name, next, seen);
  }

  /** A picked value stays selected while it cannot be saved. */
  async function choose(table: string, id: string, name: string, next: JsonValue, typed: string) {
    const field = fieldOf(table, name);
    if (!checkValue(field, next).ok) return;
    const { data, version } = now(table, id);
    const base = data[name] ?? null;
    if (field.kind !== 'tags') drafts.dropField(table, id, name);
    const unsaved = unsavedFor(next, await saveChosen(table, id, name, next));
    if (unsaved === null || wordsOf(table, id, name) !== undefined) return;
    drafts.keepField(table, id, name, { typed, base, baseVersion: version, error: null, saving: null, unsaved });
  }

  /** Retries a value that could not be saved. */
  async function retry(table: string, id: string, name: string) {
    const words = wordsOf(table, id, name);
    if (!words?.unsaved || words.saving !== null) return;
    const { value } = words.unsaved;
    const saved = { typed: words.typed, saving: { value } };
    drafts.keepField(table, id, name, { ...words, ...saved });
    const seen = { base: { [name]: words.base }, baseVersion: words.baseVersion };
    settle(table, id, name, saved, await editing.saveField(table, id, name, value, seen, true));
  }

  return {
    type,
    leave,
    /** Called when the person turns away from the window. Returns the unsubscribe function. */
    onAway(listener: () => void): () => void {
      away.add(listener);
      return () => void away.delete(listener);
    },
    /** Leaves every field: valid values are sent before the remaining drafts are stored. */
    goAway(): void {
      for (const listener of [...away]) listener();
      void drafts.persist();
    },
    /** Saves a picked value (`typed`: its text form); for tags, the remaining ones. */
    choose: (table: string, id: string, name: string, next: JsonValue, typed: string): void =>
      void choose(table, id, name, next, typed),

    /** Retries everything that the disk did not accept. */
    async retryUnsaved(): Promise<void> {
      for (const { table, id, fields } of Object.values(store.getState().drafts)) {
        for (const name of Object.keys(fields)) await retry(table, id, name);
      }
    },
  };
}

export type FieldEdits = ReturnType<typeof createFieldEdits>;
