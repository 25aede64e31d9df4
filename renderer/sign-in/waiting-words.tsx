import { ferrySchema } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import type { WaitingRecord } from '../store/waiting.ts';

/** Waiting changes of one record, in words: kind, fields, and whether it is new, changed or deleted. */
export function WaitingWords({ record: { table, recordId, operation, changes } }: { record: WaitingRecord }) {
  const { client } = useRendererStore();
  const { t, label } = useI18n();
  const entity = ferrySchema.entity(table);
  const current = useSyncAnswer(() => client.getCachedEntity(table, recordId), [client, table, recordId]);
  if (entity === undefined) return null;
  const [change] = changes;
  const title = current.value?.data[entity.title] ?? change?.data[entity.title] ?? change?.base[entity.title];
  const fields = Object.keys(change?.data ?? {}).flatMap((name) => entity.fields[name] ?? []);
  return (
    <>
      <span className="other-firm__name truncate">{String(title ?? '') || t('list.untitled')}</span>
      <span className="muted truncate">
        {label(entity.singular)}
        {operation === 'update' && `: ${fields.map((field) => label(field.label)).join(', ')}`}
      </span>
      <span className={`chip chip--${operation}`}>{t(`sync.op.${operation}`)}</span>
    </>
  );
}
