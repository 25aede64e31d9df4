import { type FormEvent, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { validationText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Picker } from '../components/picker.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { bulkChanges, bulkFields, type Given } from '../record/bulk-changes.ts';
import { useCurrentRecords } from '../record/use-current-records.ts';
import { useRendererStore } from '../store/store-context.ts';
import { BulkValue } from './bulk-value.tsx';

interface BulkEditDialogProps {
  entity: AnyEntity;
  ids: readonly string[];
  onClose: () => void;
}

/** Changes one field of many records at once. Tags are added to existing ones. */
export function BulkEditDialog({ entity, ids, onClose }: BulkEditDialogProps) {
  const { changes, notices } = useRendererStore();
  const { t, text, label, word, locale } = useI18n();
  const today = useToday();
  const currentOf = useCurrentRecords(entity);
  const [isBusy, setBusy] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const [error, setError] = useState<string | null>(null);
  const field = name === null ? undefined : entity.fields[name];

  function give(next: Given | null) {
    setGiven(next);
    setError(null);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const isNothing = given === null || ('typed' in given && given.typed.trim() === '');
    if (name === null || isNothing) return setError(t('bulk.giveValue'));
    setBusy(true);
    const records = await currentOf(ids);
    const made = bulkChanges(entity, name, given, records, { locale, today });
    if (made.ok) await save(made.changes);
    else setError(validationText(made.problem, text));
    setBusy(false);
  }

  async function save(wanted: Parameters<typeof changes.saveAll>[0]) {
    const count = wanted.length;
    const values = { count, what: word(count === 1 ? entity.singular : entity.label) };
    if (count === 0) notices.say('bulk.changed', values);
    const answer = count === 0 ? { ok: true } : await changes.saveAll(wanted, { key: 'bulk.changed', values });
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
      <form id="bulk-edit" className="form" noValidate onSubmit={(event) => void submit(event)}>
        <div className="form-field">
          <span className="form-field__label" id="bulk-field">
            {t('bulk.field')}
          </span>
          <Picker
            labelId="bulk-field"
            value={name}
            placeholder={t('field.choose')}
            choices={bulkFields(entity).map((id) => ({ id, label: label(entity.fields[id]?.label ?? entity.label) }))}
            onChange={(id) => {
              setName(id);
              give(null);
            }}
          />
          <p className="form-field__hint">{t('bulk.notNotes')}</p>
        </div>
        {name !== null && field !== undefined && (
          <BulkValue key={name} entity={entity} name={name} field={field} given={given} onGive={give} error={error} />
        )}
      </form>
    </Dialog>
  );
}
