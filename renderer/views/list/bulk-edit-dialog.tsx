import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { NewChange } from '#app/contract/operations.ts';
import { type AnyEntity, type Field, type JsonValue, sameJson } from '#app/schema/index.ts';
import { readTyped, validationText } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Picker } from '../../components/picker.tsx';
import { TextInput } from '../../components/text-input.tsx';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useToday } from '../../hooks/use-today.ts';
import { recordKey } from '../../store/state.ts';

const NO_ONE = '';
const bulkKinds: readonly Field['kind'][] = ['select', 'person', 'date', 'tags', 'text'];

interface BulkEditDialogProps {
  entity: AnyEntity;
  ids: readonly string[];
  onClose: () => void;
}

interface Values {
  field: string;
  typed: string;
}

/** One field of many records, changed in one go. Tags are added to those a record has. */
export function BulkEditDialog({ entity, ids, onClose }: BulkEditDialogProps) {
  const { client, changes, store } = useDesk();
  const { t, text, label, word, locale } = useSpeech();
  const today = useToday();
  const people = useDeskState((state) => state.session?.people) ?? [];
  const [isBusy, setBusy] = useState(false);
  const editable = Object.entries(entity.fields).filter(
    ([name, field]) => bulkKinds.includes(field.kind) && name !== entity.title,
  );
  const { control, handleSubmit, watch, setValue, setError, formState } = useForm<Values>({
    defaultValues: { field: editable[0]?.[0] ?? '', typed: '' },
  });
  const name = watch('field');
  const field = entity.fields[name];
  const choices =
    field?.kind === 'person'
      ? [
          { id: NO_ONE, label: t('field.noPerson') },
          ...people.filter(({ active }) => active).map((person) => ({ id: person.id, label: person.name })),
        ]
      : field?.options?.map((option) => ({ id: option.value, label: label(option.label) }));

  async function currentOf(id: string) {
    const known = store.getState().records[recordKey(entity.table, id)];
    if (known !== undefined) return known;
    const answer = await client.getCachedEntity(entity.table, id);
    return answer.ok ? answer.value : null;
  }

  async function submit({ typed }: Values) {
    if (field === undefined) return;
    const isNoOne = field.kind === 'person' && typed === NO_ONE;
    const read = isNoOne ? { ok: true as const, value: null } : readTyped(field, typed, { data: {}, locale, today });
    if (!read.ok) return setError('typed', { message: validationText(read.message, text) });
    setBusy(true);
    const wanted: NewChange[] = [];
    for (const id of ids) {
      const record = await currentOf(id);
      if (record === null) continue;
      const before = record.data[name] ?? null;
      const value = field.kind === 'tags' ? withTags(before, read.value) : read.value;
      if (sameJson(before, value)) continue;
      const seen = { base: { [name]: before }, baseVersion: record.version };
      wanted.push({ table: entity.table, operation: 'update', recordId: id, data: { [name]: value }, seen });
    }
    const count = wanted.length;
    const said = {
      key: 'bulk.changed' as const,
      values: { count, what: word(count === 1 ? entity.singular : entity.label) },
    };
    const answer = count === 0 ? { ok: true } : await changes.saveAll(wanted, said);
    setBusy(false);
    if (answer.ok) onClose();
  }
  return (
    <Dialog
      title={t('bulk.editTitle', { count: ids.length, what: word(ids.length === 1 ? entity.singular : entity.label) })}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="bulk-edit" isBusy={isBusy}>
            {t('bulk.apply')}
          </Button>
        </>
      }
    >
      <form id="bulk-edit" className="form" onSubmit={handleSubmit(submit)}>
        <div className="form-field">
          <span className="form-field__label" id="bulk-field">
            {t('bulk.field')}
          </span>
          <Picker
            labelId="bulk-field"
            value={name}
            choices={editable.map(([id, each]) => ({ id, label: label(each.label) }))}
            onChange={(id) => {
              setValue('field', id);
              setValue('typed', entity.fields[id]?.options?.[0]?.value ?? '');
            }}
          />
        </div>
        <Controller
          control={control}
          name="typed"
          render={({ field: input }) =>
            choices === undefined ? (
              <TextInput {...input} label={t('bulk.value')} error={formState.errors.typed?.message ?? null} />
            ) : (
              <div className="form-field">
                <span className="form-field__label" id="bulk-value">
                  {t('bulk.value')}
                </span>
                <Picker
                  labelId="bulk-value"
                  value={input.value === '' && field?.kind === 'select' ? (choices[0]?.id ?? '') : input.value}
                  choices={choices}
                  onChange={input.onChange}
                />
              </div>
            )
          }
        />
      </form>
    </Dialog>
  );
}

function withTags(before: JsonValue, added: JsonValue): JsonValue {
  const all = [...(Array.isArray(before) ? before : []), ...(Array.isArray(added) ? added : [])].map(String);
  return [...new Set(all)].sort((a, b) => (a < b ? -1 : 1));
}
