import { useForm } from 'react-hook-form';
import type { QueuedChange } from '#app/contract/records.ts';
import { type AnyEntity, ferrySchema, type RecordData } from '#app/schema/index.ts';
import { readTyped, typedValue, validationText } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextInput } from '../../components/text-input.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useToday } from '../../hooks/use-today.ts';

interface FixDialogProps {
  change: QueuedChange;
  onClose: () => void;
}

export function FixDialog({ change, onClose }: FixDialogProps) {
  const entity = ferrySchema.entity(change.table);
  return entity === undefined ? null : <FixForm entity={entity} change={change} onClose={onClose} />;
}

/** Corrects the values of a parked change; what the server said about a field stands beside it. */
function FixForm({ entity, change, onClose }: FixDialogProps & { entity: AnyEntity }) {
  const { client, notices } = useDesk();
  const { t, text, label, locale } = useSpeech();
  const today = useToday();
  const names = Object.keys(change.data).filter((name) => entity.fields[name] !== undefined);
  const typed = names.map((name) => {
    const field = entity.fields[name];
    return [name, field === undefined ? '' : typedValue(field, change.data[name], change.data, locale)];
  });
  const { register, handleSubmit, setError, formState } = useForm<Record<string, string>>({
    defaultValues: Object.fromEntries(typed),
  });
  const fieldErrors = change.lastError?.details?.fieldErrors as Record<string, string> | undefined;

  async function submit(values: Record<string, string>) {
    const data: RecordData = {};
    let isValid = true;
    for (const name of names) {
      const field = entity.fields[name];
      if (field === undefined) continue;
      const read = readTyped(field, values[name] ?? '', { data: change.data, locale, today });
      if (read.ok) data[name] = read.value;
      else {
        isValid = false;
        setError(name, { message: validationText(read.message, text) });
      }
    }
    if (!isValid) return;
    const answer = await client.editParkedChange(change.changeId, data);
    if (answer.ok) onClose();
    else notices.fail(answer.error);
  }
  return (
    <Dialog
      title={t('sync.fix')}
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
      <form id="fix-form" className="form" onSubmit={handleSubmit(submit)}>
        {names.map((name) => (
          <TextInput
            key={name}
            {...register(name)}
            label={label(entity.fields[name]?.label ?? entity.label)}
            error={formState.errors[name]?.message ?? fieldErrors?.[name] ?? null}
          />
        ))}
      </form>
    </Dialog>
  );
}
