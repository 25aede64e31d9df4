import { useForm } from 'react-hook-form';
import type { StoredConflict } from '#app/contract/records.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { readTyped, typedValue, validationText } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextInput } from '../../components/text-input.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useToday } from '../../hooks/use-today.ts';

interface EditConflictDialogProps {
  entity: AnyEntity;
  conflict: StoredConflict;
  onClose: () => void;
  onResolved: () => void;
}

/** Neither mine nor theirs: a third value, starting from mine. */
export function EditConflictDialog({ entity, conflict, onClose, onResolved }: EditConflictDialogProps) {
  const { client, notices } = useDesk();
  const { t, text, label, locale } = useSpeech();
  const today = useToday();
  const start = conflict.fields.map(({ field: name, mine }) => {
    const field = entity.fields[name];
    return [name, field === undefined ? '' : typedValue(field, mine, {}, locale)];
  });
  const { register, handleSubmit, setError, formState } = useForm<Record<string, string>>({
    defaultValues: Object.fromEntries(start),
  });

  async function submit(values: Record<string, string>) {
    const data: RecordData = {};
    for (const { field: name } of conflict.fields) {
      const field = entity.fields[name];
      if (field === undefined) continue;
      const read = readTyped(field, values[name] ?? '', { data: {}, locale, today });
      if (!read.ok) return setError(name, { message: validationText(read.message, text) });
      data[name] = read.value;
    }
    const answer = await client.resolveConflict(conflict.conflictId, { choice: 'edited', data });
    if (!answer.ok) return notices.fail(answer.error);
    onClose();
    onResolved();
  }
  return (
    <Dialog
      title={conflict.title}
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
      <form id="edit-conflict" className="form" onSubmit={handleSubmit(submit)}>
        {conflict.fields.map(({ field: name }) => (
          <TextInput
            key={name}
            {...register(name)}
            label={label(entity.fields[name]?.label ?? entity.label)}
            error={formState.errors[name]?.message ?? null}
          />
        ))}
      </form>
    </Dialog>
  );
}
