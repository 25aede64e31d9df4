import type { QueuedChange } from '#app/contract/records.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';
import { Button } from '../../components/button.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useRecord } from '../../hooks/use-record.ts';

/** Brings back the deleted record that a parked change needs: the one it edits, or the one it belongs to. */
export function RestoreParent({ change }: { change: QueuedChange }) {
  const { client, changes, notices } = useDesk();
  const { t } = useSpeech();
  const own = useRecord(change.table, change.recordId);
  const entity = ferrySchema.entity(change.table);
  const reference = entity === undefined ? undefined : referencesOf(entity)[0];
  const parentId = String((reference && (change.data[reference.field] ?? own?.data[reference.field])) ?? '');
  const parent = useRecord(reference?.table ?? change.table, parentId);
  const isAboutParent = change.lastError?.code.startsWith('reference.') === true;
  const gone = isAboutParent ? parent : own;
  const goneEntity = gone === undefined ? undefined : ferrySchema.entity(gone.table);
  if (gone === undefined || goneEntity === undefined) return null;
  const title = String(gone.data[goneEntity.title] ?? '') || t('list.untitled');

  async function restore() {
    if (gone === undefined) return;
    const answer = await changes.save(
      { table: gone.table, operation: 'insert', recordId: gone.id, data: gone.data },
      { key: 'record.restored', values: { title } },
    );
    if (!answer.ok) return;
    const retried = await client.retryChange(change.changeId);
    if (!retried.ok) notices.fail(retried.error);
  }
  return (
    <Button look="primary" onPress={() => void restore()}>
      {t('sync.restoreParent', { title })}
    </Button>
  );
}
