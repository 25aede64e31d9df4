import type { StoredConflict } from '#app/contract/queue.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { FieldControl } from '../record/fields/field-control.tsx';
import { useFormFields } from '../record/use-form-fields.ts';
import { useRecord } from '../record/use-record.ts';
import { useRendererStore } from '../store/store-context.ts';

interface EditConflictDialogProps {
  entity: AnyEntity;
  conflict: StoredConflict;
  onClose: () => void;
  onResolved: () => void;
}

/** A third value, starting from mine. */
export function EditConflictDialog({ entity, conflict, onClose, onResolved }: EditConflictDialogProps) {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const record = useRecord(conflict.table, conflict.recordId);
  const names = conflict.fields.map(({ field }) => field).filter((name) => entity.fields[name] !== undefined);
  const fields = useFormFields({
    entity,
    names,
    start: Object.fromEntries(conflict.fields.map(({ field, mine }) => [field, mine])),
    context: record?.data,
  });

  async function submit() {
    const data = fields.read();
    if (data === null) return;
    const answer = await client.resolveConflict(conflict.conflictId, { choice: 'edited', data });
    if (!answer.ok) return notices.fail(answer.error);
    onClose();
    onResolved();
  }
  return (
    <Dialog
      title={conflict.title === '' ? t('list.untitled') : conflict.title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="edit-conflict">
            {t('sync.saveEdited')}
          </Button>
        </>
      }
    >
      <form
        id="edit-conflict"
        className="fields fields--form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {names.map((name, index) => (
          <FieldControl
            key={name}
            editor={fields.editorOf(name)}
            id={`conflict-${conflict.conflictId}-${name}`}
            takesFocus={index === 0}
          />
        ))}
      </form>
    </Dialog>
  );
}
