import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { FieldControl } from '../record/fields/field-control.tsx';
import { useFormFields } from '../record/use-form-fields.ts';
import { useRendererStore } from '../store/store-context.ts';

interface MoveDialogProps {
  entity: AnyEntity;
  /** The reference to change. */
  field: string;
  changeId: string;
  onClose: () => void;
  /** Resolves to whether it succeeded. */
  onChosen: (parentId: string, title: string) => Promise<boolean>;
}

/** Chooses another parent for a change whose parent was deleted. */
export function MoveDialog({ entity, field, changeId, onClose, onChosen }: MoveDialogProps) {
  const { records } = useRendererStore();
  const { t, word } = useI18n();
  const fields = useFormFields({ entity, names: [field], start: { [field]: '' } });

  async function submit() {
    const data = fields.read();
    if (data === null) return;
    const parentId = String(data[field]);
    const title = await records.titleOf(entity.fields[field]?.references ?? '', parentId);
    if (await onChosen(parentId, title)) onClose();
  }
  return (
    <Dialog
      title={t('sync.moveTitle', { what: word(entity.singular) })}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="move-form">
            {t('sync.move')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('sync.moveHint')}</p>
      <form
        id="move-form"
        className="fields fields--form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FieldControl editor={fields.editorOf(field)} id={`move-${changeId}`} takesFocus />
      </form>
    </Dialog>
  );
}
