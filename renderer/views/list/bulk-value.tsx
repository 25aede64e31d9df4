import { useId } from 'react';
import type { AnyEntity, Field, JsonValue } from '#app/schema/index.ts';
import { FieldControl } from '../../components/fields/field-control.tsx';
import { Picker } from '../../components/picker.tsx';
import { TextInput } from '../../components/text-input.tsx';
import { useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import type { FieldEditor } from '../../hooks/use-field-editor.ts';
import { canBeEmpty, type Given } from '../../model/bulk-edit.ts';

const NO_ONE = '';

interface BulkValueProps {
  entity: AnyEntity;
  name: string;
  field: Field;
  /** Null: nothing yet. */
  given: Given | null;
  onGive: (given: Given | null) => void;
  error: string | null;
}

/** What the records are to have in a field. Nothing is chosen to begin with, and emptying a field has to be said. */
export function BulkValue(props: BulkValueProps) {
  const { kind } = props.field;
  if (kind === 'select' || kind === 'person') return <PickedValue {...props} />;
  if (kind === 'reference') {
    return (
      <div className="fields fields--form">
        <FieldControl editor={referenceEditor(props)} id={`bulk-${props.name}`} />
      </div>
    );
  }
  return <TypedValue {...props} />;
}

const chosenIn = (given: Given | null): JsonValue | undefined =>
  given !== null && 'value' in given ? given.value : undefined;

function PickedValue({ field, given, onGive, error }: BulkValueProps) {
  const { t, label } = useSpeech();
  const people = useDeskState((state) => state.session?.people) ?? [];
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
  const { t } = useSpeech();
  const isEmptied = chosenIn(given) === null;
  return (
    <TextInput
      label={t('bulk.value')}
      value={given !== null && 'typed' in given ? given.typed : ''}
      disabled={isEmptied}
      error={error}
      {...(field.kind === 'tags' ? { hint: t('bulk.tagsAdded') } : {})}
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

/** The editor of a record's detail over what is given here; nothing is saved by it. */
function referenceEditor({ field, given, onGive, error }: BulkValueProps): FieldEditor {
  const nothing = () => undefined;
  return {
    field,
    data: {},
    value: chosenIn(given) ?? null,
    typed: '',
    isDirty: false,
    type: nothing,
    leave: nothing,
    choose: (value) => onGive({ value }),
    revert: nothing,
    error,
    arrived: undefined,
  };
}
