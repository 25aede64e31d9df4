import { useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type FerryError, ok } from '#app/contract/errors.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { AnyEntity, Field, JsonValue, RecordData } from '#app/schema/index.ts';
import { validationText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { editedRecord } from '../store/field-edits.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { hasArrived, restingWords } from '../store/typed-text.ts';

export interface FieldEditor {
  field: Field;
  /** The other fields, for dependencies such as a currency. */
  data: RecordData;
  value: JsonValue;
  /** The text in the field: being typed, or the formatted value. */
  typed: string;
  /** The text differs from the value. */
  isDirty: boolean;
  type(typed: string): void;
  /** Call when the focus leaves the field: saves a valid value, keeps an invalid one. */
  leave(): void;
  /** Saves a picked value. */
  choose(value: JsonValue): void;
  /** Discards the typed text. */
  revert(): void;
  /** Why the typed text was not saved. */
  error: string | null;
  /** Why a valid value is not saved yet; it is retried automatically. */
  unsaved: FerryError | null;
  /** The value that somebody else saved during typing. */
  arrived: JsonValue | undefined;
}

/**
 * Autosave of one field. Submitted forms use React Hook Form; here each field saves itself when left, its unsaved text
 * outlives the view, and an arriving edit must not touch it, so the text is in the store.
 */
export function useFieldEditor(entity: AnyEntity, id: string, name: string): FieldEditor {
  const { table } = entity;
  const field = entity.fields[name];
  if (field === undefined) throw new Error(`${table} has no field ${name}.`);
  const { changes, drafts, fieldEdits } = useRendererStore();
  const { text, formats, locale, label } = useI18n();
  const words = useRendererState((state) => state.drafts[recordKey(table, id)]?.fields[name]);
  const { data } = useRendererState(useShallow((state) => editedRecord(state, table, id)));
  const value = data[name] ?? null;
  const resting = restingWords(field, value, data, locale);
  const writing = () => ({ locale, today: formats.dayOf(Date.now()) });
  const leave = () => void fieldEdits.leave(table, id, name, writing());

  useLeavingSaves(leave);

  function arrived(): JsonValue | undefined {
    if (field === undefined || words === undefined || words.saving !== null) return undefined;
    return hasArrived(field, value, words, { data, ...writing() }) ? value : undefined;
  }

  /** Text equal to the formatted value is not a draft. */
  function type(typed: string) {
    if (typed === resting && words?.saving === null) drafts.dropField(table, id, name);
    else fieldEdits.type(table, id, name, typed);
  }

  function revert() {
    if (words === undefined) return;
    drafts.dropField(table, id, name);
    if (words.typed === resting) return;
    const taken = { ...words, saving: null };
    const message = { key: 'field.reverted' as const, values: { field: label(field?.label ?? entity.label) } };
    changes.offerUndo(message, async () => ok(drafts.keepField(table, id, name, taken)));
  }

  return {
    field,
    data,
    // A picked value stays selected while it cannot be saved.
    value: words?.unsaved ? words.unsaved.value : value,
    typed: words?.typed ?? resting,
    isDirty: words !== undefined && words.typed !== resting,
    type,
    leave,
    choose: (next) => fieldEdits.choose(table, id, name, next, restingWords(field, next, data, locale)),
    revert,
    error: words?.error ? validationText(words.error, text) : null,
    unsaved: words?.unsaved?.error ?? null,
    arrived: arrived(),
  };
}

/** A field is also left when its view unmounts, another app comes to the front, or the window closes. */
function useLeavingSaves(leave: () => void) {
  const { fieldEdits } = useRendererStore();
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    const save = () => latest.current();
    const stop = fieldEdits.onAway(save);
    return () => {
      stop();
      save();
    };
  }, [fieldEdits]);
}
