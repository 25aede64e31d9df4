import type { StoredConflict } from '#app/contract/records.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FieldControl } from '../../components/fields/field-control.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useFormFields } from '../../hooks/use-form-fields.ts';
import { useRecord } from '../../hooks/use-record.ts';

interface EditConflictDialogProps {
  entity: AnyEntity;
  conflict: StoredConflict;
  onClose: () => void;
  onResolved: () => void;
}

/** Neither mine nor theirs: a third value, starting from mine. */
export function EditConflictDialog({ entity, conflict, onClose, onResolved }: EditConflictDialogProps) {
  const { client, notices } = useDesk();
  const { t } = useSpeech();
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
