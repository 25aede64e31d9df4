import type { AnyEntity, Field, JsonValue, RecordData } from '#app/schema/index.ts';
import { sortedTags } from '#app/text/index.ts';
import { type Cell, cellText } from '../sheet.ts';
import { readAmount } from '../values/amounts.ts';
import { readEmails, readPhones } from '../values/contacts.ts';
import { currencyOfWord } from '../values/currencies.ts';
import { readDay } from '../values/dates.ts';
import { readMinutes } from '../values/durations.ts';
import { isPlaceholder, isSpreadsheetError } from '../values/placeholders.ts';
import { meantText, oneLine } from '../values/text.ts';
import { type CellReason, valueKey } from './line.ts';
import type { Column, LineReader, ReadContext } from './line-reader.ts';

/** For a fixed default date: it is written unambiguously, so the order does not matter. */
const ANY_ORDER = { order: 'dmy', lastYearOfCentury: 99 } as const;
/** A cell's value and remaining text, or why it has none; null for an empty cell. */
export type CellValue =
  | { value: JsonValue; rest?: readonly string[]; reason?: CellReason; currency?: string }
  | { bad: CellReason }
  | null;

/** Parses a cell by its field's kind. The schema decides later whether the value is valid. */
export function readCell(
  reader: LineReader,
  name: string,
  field: Field,
  cell: Cell,
  column: Column,
  data: RecordData,
): CellValue {
  const { context, columnFormats, entity } = reader;
  const text = meantText(cellText(cell)).trim();
  if (text === '') return null;
  if (isSpreadsheetError(text)) return { bad: { code: 'spreadsheetError' } };
  const isNothing = isPlaceholder(text);
  switch (field.kind) {
    case 'text':
      return isNothing && !field.required
        ? null
        : readWords(field, isCode(entity, name) ? text.replace(/^'(?=\d)/, '') : text);
    case 'notes':
      return { value: meantText(cellText(cell)) };
    case 'email': {
      if (isNothing) return null;
      const found = readEmails(text);
      if (found === null)
        return /[,;]/.test(text) ? { bad: { code: 'schema', problem: 'notAnEmail' } } : { value: text };
      const reason = found.isAlone === false ? { reason: { code: 'shortened' } as const } : {};
      return { value: found.first, rest: found.others, ...reason };
    }
    case 'phone': {
      if (isNothing) return null;
      const found = readPhones(oneLine(text, ';'));
      if (found === null) return { bad: { code: 'schema', problem: 'notAPhone' } };
      return { value: found.first, rest: found.others };
    }
    case 'tags':
      return { value: readTags(text) };
    case 'date': {
      if (isNothing) return null;
      const format = columnFormats.dates.get(column.column);
      const day = readDay(typeof cell === 'number' ? cell : text, format ?? ANY_ORDER);
      return day === null ? { bad: { code: 'notADay' } } : { value: day };
    }
    case 'money':
      return isNothing ? null : readMoney(reader, field, typeof cell === 'number' ? cell : text, column, data);
    case 'count':
      return isNothing ? null : readCount(field, typeof cell === 'number' ? cell : text, column.header);
    case 'select':
      return readOption(reader, name, field, text, isNothing);
    case 'person':
      return readPerson(context, entity.table, name, text, isNothing);
    case 'reference':
      return { bad: { code: 'schema', problem: 'wrongType' } };
  }
}

/** Codes that look like numbers; spreadsheets keep them as text by an apostrophe, which some exports contain. */
const isCode = ({ taxNumber, address }: AnyEntity, name: string) => name === taxNumber || name === address?.code;

export function readWords(field: Field, text: string): CellValue {
  const line = oneLine(text, field.required ? ' ' : ', ');
  return { value: line };
}

/** Splits tags at any common separator. */
function readTags(text: string): string[] {
  const words = text.split(/\s*(?:::+|[;,|\n\r])\s*/).map((tag) => tag.replace(/^\*\s*/, '').trim());
  return sortedTags(words.filter((tag) => tag !== ''));
}

function readMoney(reader: LineReader, field: Field, cell: Cell, column: Column, data: RecordData): CellValue {
  const { columnFormats, context } = reader;
  const currencyField = field.currencyField ?? '';
  const ofLine = data[currencyField];
  const fallback = typeof ofLine === 'string' ? ofLine : (columnFormats.currencies[currencyField] ?? 'EUR');
  const given = columnFormats.amounts.get(column.column) ?? { decimal: '.' as const, marksThousands: true };
  const format = context.own === null ? given : OWN_AMOUNTS;
  const read = readAmount(cell, format, fallback, context.locale);
  if (!read.ok) return { bad: { code: amountReasons[read.reason] } };
  if (read.currency !== null && typeof ofLine === 'string' && read.currency !== ofLine)
    return { bad: { code: 'otherCurrency' } };
  const rest = read.rest === null ? {} : { rest: [read.rest], reason: { code: 'shortened' } as const };
  return { value: read.minorUnits, currency: read.currency ?? fallback, ...rest };
}

/** Ferry writes an amount with the decimals of its currency, after a point or a comma by region. */
const OWN_AMOUNTS = { decimal: '.', marksThousands: true, hasAllDecimals: true } as const;

const amountReasons = {
  amount: 'notAnAmount',
  negative: 'negativeAmount',
  decimals: 'tooManyDecimals',
  currency: 'unknownCurrency',
} as const;

function readCount(field: Field, cell: Cell, header: string): CellValue {
  if (/minut/i.test(field.label.en)) {
    const minutes = readMinutes(cell, /hour|stunde|std/i.test(header));
    return minutes === null ? { bad: { code: 'notADuration' } } : { value: minutes };
  }
  const text = cellText(cell).replace(/[\s\u00a0\u202f'’]/g, '');
  const whole =
    /^([+-]?\d+)(?:[.,]0+)?$/.exec(text)?.[1] ??
    (typeof cell === 'string' && /^-?[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(text) ? text.replace(/[.,]/g, '') : null);
  return whole === null ? { bad: { code: 'notANumber' } } : { value: Number(whole) };
}

function readOption(
  { entity, context }: LineReader,
  name: string,
  field: Field,
  text: string,
  isNothing: boolean,
): CellValue {
  const bare = (word: string) => word.toLowerCase().replace(/[-_\s]+/g, ' ');
  const small = bare(text);
  const chosen = context.values.get(valueKey(entity.table, name, text));
  if (chosen !== undefined) context.onChosen?.(entity.table, name, text);
  if (chosen !== undefined) return chosen === null ? null : { value: chosen };
  const found = field.options?.find(({ value, label, otherNames = [] }) =>
    [value, label.en, label.de, ...otherNames].some((word) => bare(word) === small),
  );
  if (found !== undefined) return { value: found.value };
  const currency = isCurrencyField(entity, name) ? currencyOfWord(text, context.locale) : null;
  if (currency !== null) return { value: currency };
  return isNothing ? null : { bad: { code: 'unknownValue' } };
}

function isCurrencyField(entity: AnyEntity, name: string): boolean {
  return Object.values(entity.fields).some(({ currencyField }) => currencyField === name);
}

/**
 * `Olivia Brandt`, `Brandt, Olivia`, `[Olivia Brandt]`, `owner@sample.test`, `Olivia Brandt (owner@sample.test)`, or
 * several, of which the first counts.
 */
function readPerson(
  { people, values, onChosen }: ReadContext,
  table: string,
  name: string,
  text: string,
  isNothing: boolean,
): CellValue {
  const chosen = values.get(valueKey(table, name, text));
  if (chosen !== undefined) onChosen?.(table, name, text);
  if (chosen !== undefined) return chosen === null ? null : { value: chosen };
  if (isNothing) return null;
  const idOf = (name: string) => {
    const small = name
      .trim()
      .replace(/^[[@]+|\]$/g, '')
      .toLowerCase();
    const email = /[^\s()<>]+@[^\s()<>]+/.exec(small)?.[0];
    const bare = small.replace(/\s*[(<].*$/, '');
    return people.find(
      (person) =>
        [small, bare, email].includes(person.name.toLowerCase()) || [small, email].includes(person.email.toLowerCase()),
    )?.id;
  };
  const whole = idOf(text);
  if (whole !== undefined) return { value: whole };
  const [first, ...others] = text.split(/\s*[;,|\n]\s*/);
  const reversed = others.length === 1 ? idOf(`${others[0] ?? ''} ${first ?? ''}`) : undefined;
  if (reversed !== undefined) return { value: reversed };
  const id = first === undefined || others.length === 0 ? undefined : idOf(first);
  return id === undefined ? { bad: { code: 'unknownPerson' } } : { value: id, rest: others };
}
