import type { Receipt, ReceiptFilter } from '#app/contract/history.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useValueContext } from '../i18n/use-value-context.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useSaveFile } from '../store/use-save-file.ts';
import { allReceipts } from './all-receipts.ts';
import { receiptsDocument } from './receipts.ts';

export type ReceiptFormat = 'csv' | 'json';

/** Saves every receipt of a period or record as a file: CSV for people, JSON for programs. */
export function useReceiptExport() {
  const { client, records, notices } = useRendererStore();
  const { text } = useI18n();
  const context = useValueContext();
  const saveFile = useSaveFile();

  /** Table and id → title of all records that the receipts reference. */
  async function titlesIn(receipts: readonly Receipt[]): Promise<Map<string, string>> {
    const titles = new Map<string, string>();
    for (const { table, data } of receipts) {
      const entity = ferrySchema.entity(table);
      for (const { field, table: parent } of entity === undefined ? [] : referencesOf(entity)) {
        const id = data[field];
        if (typeof id !== 'string' || titles.has(recordKey(parent, id))) continue;
        titles.set(recordKey(parent, id), await records.titleOf(parent, id));
      }
    }
    return titles;
  }

  return async (name: string, filter: Partial<ReceiptFilter>, format: ReceiptFormat): Promise<void> => {
    const answer = await allReceipts(client, filter);
    if (!answer.ok) return notices.fail(answer.error);
    if (format === 'json') return saveFile(`${name}.json`, receiptsDocument(answer.value));
    const { receiptsCsv } = await import('./receipts-csv.ts');
    const titles = await titlesIn(answer.value);
    const named = { ...context, titleOf: (table: string, id: string) => titles.get(recordKey(table, id)) };
    await saveFile(`${name}.csv`, receiptsCsv(answer.value, text, named));
  };
}
