import type { Receipt } from '#app/contract/history.ts';
import { writeCsv } from '#app/import/index.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { labelIn, type Text, type ValueContext, valueText } from '#app/text/index.ts';

/** Receipts as CSV: what was sent, in words, and when the server acknowledged it. */
export function receiptsCsv(receipts: readonly Receipt[], text: Text, context: ValueContext): string {
  const { t, language } = text;
  const header = [
    t('receipts.column.acknowledged'),
    t('receipts.column.saved'),
    t('receipts.column.kind'),
    t('receipts.column.record'),
    t('receipts.column.what'),
    t('receipts.column.values'),
    t('receipts.column.number'),
    t('receipts.column.change'),
  ];
  const lines = receipts.map((receipt) => {
    const entity = ferrySchema.entity(receipt.table);
    const values = Object.entries(receipt.data).flatMap(([name, value]) => {
      const field = entity?.fields[name];
      const message = field === undefined ? '' : valueText(field, value, receipt.data, context);
      return field === undefined || (message === '' && receipt.operation === 'insert')
        ? []
        : [`${labelIn(field.label, language)}: ${message || t('common.empty')}`];
    });
    return [
      timeOf(receipt.acknowledgedAt),
      timeOf(receipt.savedAt),
      entity === undefined ? receipt.table : labelIn(entity.singular, language),
      receipt.title,
      t(`sync.op.${receipt.operation}`),
      values.join('\n'),
      String(receipt.version),
      receipt.changeId,
    ];
  });
  const rows = lines.map((cells) => cells.map((value) => ({ kind: 'text', text: value }) as const));
  return writeCsv({ name: '', headers: header, rows }, { separator: ',', decimal: '.' });
}

/** Without a zone, for spreadsheets; the heading says UTC. */
function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
