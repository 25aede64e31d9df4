import Papa from 'papaparse';
import type { CachedRecord } from '#app/contract/records.ts';
import type { AnyEntity, Field, JsonValue, RecordData } from '#app/schema/index.ts';
import { currencyDigits, currencyOf, isEmptyValue } from '#app/text/index.ts';

export interface CsvNames {
  /** Words of a schema label. */
  label(label: AnyEntity['label']): string;
  personName(id: string): string;
  titleOf(table: string, id: string): string;
}

/** Byte order mark: without it Excel reads UTF-8 as something else. */
export const BOM = '\uFEFF';

/** A spreadsheet would run a cell that begins like a formula; an apostrophe makes it text. */
export function neutralised(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** The reverse, when our own file comes back. */
export function withoutApostrophe(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** A list as CSV: one column for each field named, ISO days, plain decimals, tags separated by semicolons. */
export function writeCsv(
  entity: AnyEntity,
  names: readonly string[],
  rows: readonly CachedRecord[],
  words: CsvNames,
): string {
  const fields = names.flatMap((name): [string, Field][] => {
    const field = entity.fields[name];
    return field === undefined ? [] : [[name, field]];
  });
  const header = fields.map(([, field]) => words.label(field.label));
  const lines = rows.map(({ data }) => fields.map(([name, field]) => cellOf(field, data[name], data, words)));
  return BOM + Papa.unparse([header, ...lines], { newline: '\r\n' });
}

function cellOf(field: Field, value: JsonValue | undefined, data: RecordData, words: CsvNames): string {
  if (isEmptyValue(value)) return '';
  if (field.kind === 'money' && typeof value === 'number') {
    const digits = currencyDigits(currencyOf(field, data));
    return (value / 10 ** digits).toFixed(digits);
  }
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return neutralised(value.map(String).join('; '));
  if (field.kind === 'person') return neutralised(words.personName(String(value)));
  if (field.kind === 'reference') return neutralised(words.titleOf(field.references ?? '', String(value)));
  const option = field.options?.find((known) => known.value === value);
  return neutralised(option === undefined ? String(value) : words.label(option.label));
}
