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
  /** The other fields, for what depends on them, such as a currency. */
  data: RecordData;
  value: JsonValue;
  /** What stands in a text field: the words being typed, or the value written out. */
  typed: string;
  /** What stands there is not the value. */
  isDirty: boolean;
  type(typed: string): void;
  /** The person is done with the field: saves what is valid, keeps what is not. */
  leave(): void;
  /** Saves a value that was picked rather than typed. */
  choose(value: JsonValue): void;
  /** Takes what was typed out of the field again. */
  revert(): void;
  /** Why the typed words were not saved. */
  error: string | null;
  /** Why a valid value is not saved yet; it is tried again by itself. */
  unsaved: FerryError | null;
  /** The value somebody else saved while this one was being typed. */
  arrived: JsonValue | undefined;
}

/**
 * Autosave of one field. React Hook Form serves the forms that are submitted; here each field is saved on its own when
 * it is left, its unsaved words survive the view, and an arriving edit must not touch them, so they live in the store.
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

  /** Words that say again what the value says are none. */
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
    // What was picked stays picked while it cannot be saved.
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

/** A field is left too when its view goes away, when another app comes to the front, and when the window closes. */
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
