import { useId } from 'react';
import type { AnyEntity, Field, JsonValue } from '#app/schema/index.ts';
import { Picker } from '../components/picker.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useDayReading } from '../i18n/use-day-reading.ts';
import { canBeEmpty, type Given } from '../record/bulk-changes.ts';
import { FieldControl } from '../record/fields/field-control.tsx';
import { heldValueEditor } from '../record/held-value.ts';
import { useRendererState } from '../store/store-context.ts';

const NO_ONE = '';

interface BulkValueProps {
  entity: AnyEntity;
  name: string;
  field: Field;
  /** Null if nothing is chosen yet. */
  given: Given | null;
  onGive: (given: Given | null) => void;
  error: string | null;
}

/**
 * The new value of a field for all selected records. Nothing is preselected, and emptying the field is an explicit
 * choice.
 */
export function BulkValue(props: BulkValueProps) {
  switch (props.field.kind) {
    case 'select':
    case 'person':
      return <PickedValue {...props} />;
    case 'reference':
      return (
        <div className="fields fields--form">
          <FieldControl
            editor={heldValueEditor(
              props.field,
              chosenIn(props.given) ?? null,
              (value) => props.onGive({ value }),
              props.error,
            )}
            id={`bulk-${props.name}`}
          />
        </div>
      );
    case 'text':
    case 'email':
    case 'phone':
    case 'notes':
    case 'tags':
    case 'date':
    case 'money':
    case 'count':
      return <TypedValue {...props} />;
  }
}

const chosenIn = (given: Given | null): JsonValue | undefined =>
  given !== null && 'value' in given ? given.value : undefined;

function PickedValue({ field, given, onGive, error }: BulkValueProps) {
  const { t, label } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const helpId = useId();
  const choices =
    field.kind === 'person'
      ? [
          { id: NO_ONE, label: t('field.noPerson') },
          ...people.filter(({ active }) => active).map((person) => ({ id: person.id, label: person.name })),
        ]
      : (field.options ?? []).map((option) => ({ id: option.value, label: label(option.label) }));
  const value = chosenIn(given);
  return (
    <div className="form-field" data-invalid={error !== null || undefined}>
      <span className="form-field__label" id="bulk-value">
        {t('bulk.value')}
      </span>
      <Picker
        labelId="bulk-value"
        helpId={error === null ? undefined : helpId}
        placeholder={t('field.choose')}
        value={value === undefined ? null : String(value ?? NO_ONE)}
        choices={choices}
        onChange={(id) => onGive({ value: id === NO_ONE ? null : id })}
      />
      {error !== null && (
        <p className="form-field__error" id={helpId} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function TypedValue({ entity, name, field, given, onGive, error }: BulkValueProps) {
  const { t } = useI18n();
  const read = useDayReading();
  const isEmptied = chosenIn(given) === null;
  const typed = given !== null && 'typed' in given ? given.typed : '';
  const hint = field.kind === 'tags' ? t('bulk.tagsAdded') : field.kind === 'date' ? read(typed).reading : '';
  return (
    <TextInput
      label={t('bulk.value')}
      value={typed}
      disabled={isEmptied}
      error={error}
      hint={hint}
      onChange={(event) => onGive({ typed: event.target.value })}
    >
      {canBeEmpty(entity, name) && (
        <label className="check">
          <input
            type="checkbox"
            className="checkbox"
            checked={isEmptied}
            onChange={(event) => onGive(event.target.checked ? { value: null } : null)}
          />
          {t('bulk.empty')}
        </label>
      )}
    </TextInput>
  );
}
