import type { Field, JsonValue } from '#app/schema/index.ts';
import type { FieldEditor } from './use-field-editor.ts';

/** A field editor over a value that belongs to no record yet; saves nothing. */
export function heldValueEditor(
  field: Field,
  value: JsonValue,
  onChoose: (value: JsonValue) => void,
  error: string | null,
): FieldEditor {
  const nothing = () => undefined;
  return {
    field,
    data: {},
    value,
    typed: '',
    isDirty: false,
    type: nothing,
    leave: nothing,
    choose: onChoose,
    revert: nothing,
    error,
    unsaved: null,
    arrived: undefined,
  };
}
