import { useCallback } from 'react';
import type { AnyEntity, JsonValue } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { useValueContext } from '../i18n/use-value-context.ts';
import { useRendererStore } from '../store/store-context.ts';
import { bulkChanges } from './bulk-changes.ts';
import { completedValue } from './quick-actions.ts';
import { useCurrentRecords } from './use-current-records.ts';

/** Sets one field of some records in one transaction, and shows a message with an undo button. */
export function useSetField(entity: AnyEntity) {
  const { changes, notices } = useRendererStore();
  const { t, word, label, locale } = useI18n();
  const today = useToday();
  const context = useValueContext();
  const currentOf = useCurrentRecords(entity);

  const set = useCallback(
    async (ids: readonly string[], name: string, valueFor: JsonValue | 'complete'): Promise<void> => {
      const field = entity.fields[name];
      if (field === undefined || ids.length === 0) return;
      const records = await currentOf(ids);
      const value = valueFor === 'complete' ? completedValue(entity, records) : valueFor;
      const made = bulkChanges(entity, name, { value }, records, { locale, today });
      if (!made.ok) return;
      const [first] = records;
      const count = made.changes.length;
      const message = valueText(field, value, {}, context) || t('common.empty');
      const values = {
        title: String(first?.data[entity.title] ?? ''),
        count,
        what: word(count === 1 ? entity.singular : entity.label),
        field: label(field.label),
        value: message,
      };
      const key = ids.length === 1 ? 'quick.changed' : 'quick.changedMany';
      if (count === 0) notices.say(key, { ...values, count: ids.length });
      else await changes.saveAll(made.changes, { key, values });
    },
    [entity, currentOf, locale, today, context, changes, notices, t, word, label],
  );
  return set;
}
