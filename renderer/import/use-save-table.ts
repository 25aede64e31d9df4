import { csvRegionOf, type OutTable, writeCsv, writeXlsx } from '#app/import/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { toBase64 } from '../store/to-base64.ts';

/** Saves tables as a file: a workbook, or the first table as CSV in the person's regional format. */
export function useSaveTable() {
  const { client, notices } = useRendererStore();
  const { locale } = useI18n();
  return async (name: string, tables: readonly OutTable[], form: 'csv' | 'xlsx'): Promise<void> => {
    const [first] = tables;
    if (first === undefined) return;
    const file =
      form === 'csv'
        ? ({ name: `${name}.csv`, content: writeCsv(first, csvRegionOf(locale)) } as const)
        : ({ name: `${name}.xlsx`, content: toBase64(writeXlsx(tables)), encoding: 'base64' } as const);
    const answer = await client.saveFile(file);
    if (!answer.ok) notices.fail(answer.error);
    else if (answer.value !== null) notices.say('common.saved', { path: answer.value });
  };
}
