import { useCallback, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type AnyEntity, type Field, type JsonValue, type RecordData, sameJson } from '#app/schema/index.ts';
import { checkValue, readTyped, typedValue, validationText } from '#app/text/index.ts';
import { type DeskState, recordKey } from '../store/state.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import { useSpeech } from './speech.tsx';

export interface FieldEditor {
  field: Field;
  /** The other fields, for what depends on them, such as a currency. */
  data: RecordData;
  value: JsonValue;
  /** What stands in a text field: the words being typed, or the value written out. */
  typed: string;
  type(typed: string): void;
  /** The person is done with the field: saves what is valid, keeps what is not. */
  leave(): void;
  /** Saves a value that was picked rather than typed. */
  choose(value: JsonValue): void;
  /** Throws away what was typed. */
  revert(): void;
  /** Why the typed words were not saved. */
  error: string | null;
  /** The value somebody else saved while this one was being typed. */
  arrived: JsonValue | undefined;
}

const NO_DATA: RecordData = {};

/** The record as it is being edited: a new one lives in its draft until it is inserted. */
export function editedRecord(state: DeskState, table: string, id: string): { data: RecordData; version: number } {
  const key = recordKey(table, id);
  const draft = state.drafts[key];
  if (draft?.isNew === true) return { data: draft.data, version: 0 };
  const record = state.records[key];
  return { data: record?.data ?? NO_DATA, version: record?.version ?? 0 };
}

/**
 * Autosave of one field. React Hook Form serves the forms that are submitted; here each field is saved on its own when
 * it is left, its unsaved words survive the view, and an arriving edit must not touch them, so they live in the store.
 */
export function useFieldEditor(entity: AnyEntity, id: string, name: string): FieldEditor {
  const { table } = entity;
  const field = entity.fields[name];
  if (field === undefined) throw new Error(`${table} has no field ${name}.`);
  const { store, drafts, editing } = useDesk();
  const { text, formats, locale } = useSpeech();
  const words = useDeskState((state) => state.drafts[recordKey(table, id)]?.fields[name]);
  const { data, version } = useDeskState(useShallow((state) => editedRecord(state, table, id)));
  const value = data[name] ?? null;

  const save = useCallback(
    (next: JsonValue, base: JsonValue, baseVersion: number) =>
      editing.saveField(table, id, name, next, { base: { [name]: base }, baseVersion }),
    [editing, table, id, name],
  );

  const leave = useCallback(() => {
    const typedNow = drafts.get(table, id)?.fields[name];
    if (typedNow === undefined) return;
    const now = editedRecord(store.getState(), table, id);
    const context = { data: now.data, locale, today: formats.dayOf(Date.now()) };
    const read = readTyped(field, typedNow.typed, context);
    const done = () => {
      // Words typed since then are not ours to drop.
      if (drafts.get(table, id)?.fields[name] === typedNow) drafts.dropField(table, id, name);
    };
    if (!read.ok) drafts.keepField(table, id, name, { ...typedNow, error: read.message });
    else if (sameJson(read.value, typedNow.base)) done();
    else void save(read.value, typedNow.base, typedNow.baseVersion).then((isSaved) => isSaved && done());
  }, [store, drafts, save, field, table, id, name, locale, formats]);

  useLeavingSaves(leave);

  return {
    field,
    data,
    value,
    typed: words?.typed ?? typedValue(field, value, data, locale),
    type: (typed) =>
      drafts.keepField(table, id, name, {
        typed,
        base: words?.base ?? value,
        baseVersion: words?.baseVersion ?? version,
        error: null,
      }),
    leave,
    choose: (next) => {
      const checked = checkValue(field, next);
      if (!checked.ok || sameJson(next, value)) return;
      drafts.dropField(table, id, name);
      void save(next, value, version);
    },
    revert: () => drafts.dropField(table, id, name),
    error: words?.error ? validationText(words.error, text) : null,
    arrived: words !== undefined && !sameJson(words.base, value) ? value : undefined,
  };
}

/** A field is left too when its view goes away, when another app comes to the front, and when the window closes. */
function useLeavingSaves(leave: () => void) {
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    const save = () => latest.current();
    window.addEventListener('blur', save);
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('blur', save);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, []);
}
