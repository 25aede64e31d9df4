import type { AnyEntity } from '#app/schema/index.ts';
import type { ColumnFormats } from '../plan/line-reader.ts';
import { cellText, type Sheet } from '../sheet.ts';
import { type AmountFormat, detectAmountFormat } from '../values/amounts.ts';
import { currencyOfLocale } from '../values/currencies.ts';
import { type DateFormat, detectDateFormat } from '../values/dates.ts';
import type { Mapping } from './mapping.ts';

/** Detects the date and amount format of every such column. @param today `YYYY-MM-DD` */
export function detectColumnFormats(
  entity: AnyEntity,
  sheet: Sheet,
  mapping: Mapping,
  locale: string,
  today: string,
): ColumnFormats {
  const dates = new Map<number, DateFormat>();
  const amounts = new Map<number, AmountFormat>();
  const currencies: Record<string, string> = {};
  for (const [column, target] of mapping.columns.entries()) {
    const field = target === null ? undefined : entity.fields[target];
    if (field === undefined) continue;
    switch (field.kind) {
      case 'date':
        dates.set(column, detectDateFormat(textsOf(sheet, column), locale, today));
        break;
      case 'money':
        amounts.set(column, detectAmountFormat(textsOf(sheet, column), locale));
        if (field.currencyField !== undefined) currencies[field.currencyField] = currencyOfLocale(locale);
        break;
      case 'text':
      case 'email':
      case 'phone':
      case 'notes':
      case 'select':
      case 'tags':
      case 'count':
      case 'reference':
      case 'person':
        break;
      default:
        field.kind satisfies never;
    }
  }
  return { dates, amounts, currencies };
}

/** The text cells of a column. Numeric cells are unambiguous and say nothing about the format. */
function* textsOf({ lines }: Sheet, column: number): Generator<string> {
  for (const { cells } of lines) {
    const cell = cells[column];
    if (typeof cell === 'string' && cell.trim() !== '') yield cellText(cell);
  }
}
