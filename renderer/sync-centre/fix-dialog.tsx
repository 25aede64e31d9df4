import { useState } from 'react';
import type { QueuedChange } from '#app/contract/queue.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { isEmptyValue } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { FieldControl } from '../record/fields/field-control.tsx';
import { useFormFields } from '../record/use-form-fields.ts';
import { useRecord } from '../record/use-record.ts';
import { useRendererStore } from '../store/store-context.ts';
import { fieldErrorsOf } from './field-errors.ts';

interface FixDialogProps {
  change: QueuedChange;
  onClose: () => void;
}

export function FixDialog({ change, onClose }: FixDialogProps) {
  const entity = ferrySchema.entity(change.table);
  return entity === undefined ? null : <FixForm entity={entity} change={change} onClose={onClose} />;
}

/** Corrects the values of a parked change, with the server's error beside each field. */
function FixForm({ entity, change, onClose }: FixDialogProps & { entity: AnyEntity }) {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const record = useRecord(change.table, change.recordId);
  const names = Object.keys(change.data).filter((name) => entity.fields[name] !== undefined);
  const fields = useFormFields({
    entity,
    names,
    start: change.data,
    context: record?.data,
    errors: fieldErrorsOf(change.lastError),
  });
  const [isAllShown, setAllShown] = useState(false);
  const wrong = fieldErrorsOf(change.lastError);
  const isTelling = (name: string) => wrong[name] !== undefined || !isEmptyValue(change.data[name]);
  const shown = isAllShown ? names : names.filter((name) => isTelling(name) || fields.isWrong(name));
  const firstFocus = fields.firstWrong ?? names[0];

  async function submit() {
    const data = fields.read();
    if (data === null) return;
    const answer = await client.editParkedChange(change.changeId, data);
    if (answer.ok) onClose();
    else notices.fail(answer.error);
  }
  return (
    <Dialog
      title={t('sync.fixTitle', { title: String(record?.data[entity.title] ?? change.data[entity.title] ?? '') })}
      isOpen
      size="m"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="fix-form">
            {t('sync.retry')}
          </Button>
        </>
      }
    >
      <form
        id="fix-form"
        className="fields fields--form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {shown.map((name) => (
          <FieldControl
            key={name}
            editor={fields.editorOf(name)}
            id={`fix-${change.changeId}-${name}`}
            takesFocus={name === firstFocus}
          />
        ))}
      </form>
      {shown.length < names.length && (
        <Button look="quiet" onPress={() => setAllShown(true)}>
          {t('sync.allFields')}
        </Button>
      )}
    </Dialog>
  );
}
