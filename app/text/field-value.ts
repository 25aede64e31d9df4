import type { Person } from '#app/contract/protocol.ts';
import { type Field, type JsonValue, type Problem, problemOf, type RecordData } from '#app/schema/index.ts';
import { dayInput } from './day.ts';
import type { Formats } from './formats.ts';
import { labelIn } from './language.ts';
import { moneyInput, parseMoney } from './money.ts';
import type { Text } from './text.ts';
import { parseDay } from './typed-day.ts';

const DEFAULT_CURRENCY = 'EUR';

/** Context for formatting a value. */
export interface ValueContext {
  text: Text;
  formats: Formats;
  people: readonly Pick<Person, 'id' | 'name'>[];
  /** The title of a record, if known. */
  titleOf(table: string, id: string): string | undefined;
}

/** The currency a money field of this record is in. */
export function currencyOf(field: Field, data: RecordData): string {
  const code = field.currencyField === undefined ? undefined : data[field.currencyField];
  return typeof code === 'string' && /^[A-Z]{3}$/.test(code) ? code : DEFAULT_CURRENCY;
}

export function isEmptyValue(value: JsonValue | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A value as lists, conflicts and sentences show it; `''` if empty. */
export function valueText(field: Field, value: JsonValue | undefined, data: RecordData, context: ValueContext): string {
  if (isEmptyValue(value) || value === undefined || value === null) return '';
  const { text, formats } = context;
  if (Array.isArray(value)) return value.map(String).join(', ');
  switch (field.kind) {
    case 'select': {
      const option = field.options?.find((known) => known.value === value);
      return option === undefined ? String(value) : labelIn(option.label, text.language);
    }
    case 'person':
      return context.people.find(({ id }) => id === value)?.name ?? text.t('field.unknownRecord');
    case 'reference':
      return context.titleOf(field.references ?? '', String(value)) ?? '…';
    case 'date':
      return formats.day(String(value));
    case 'money':
      return typeof value === 'number' ? formats.money(value, currencyOf(field, data)) : String(value);
    case 'count':
      return typeof value === 'number' ? formats.number(value) : String(value);
    case 'text':
    case 'email':
    case 'phone':
    case 'notes':
    case 'tags':
      return String(value);
  }
}

/** A value for editing in a text field. */
export function typedValue(field: Field, value: JsonValue | undefined, data: RecordData, locale: string): string {
  if (value === null || value === undefined) return '';
  switch (field.kind) {
    case 'date':
      return dayInput(String(value), locale);
    case 'money':
      return typeof value === 'number' ? moneyInput(value, currencyOf(field, data), locale) : String(value);
    case 'tags':
      return Array.isArray(value) ? value.join(', ') : String(value);
    case 'text':
    case 'email':
    case 'phone':
    case 'notes':
    case 'select':
    case 'count':
    case 'reference':
    case 'person':
      return String(value);
  }
}

export type ReadValue = { ok: true; value: JsonValue } | { ok: false; problem: Problem };

export interface ReadContext {
  data: RecordData;
  locale: string;
  /** The local day, `YYYY-MM-DD`. */
  today: string;
}

/**
 * Parses typed text and validates it by the schema. Text is trimmed (notes are not); an empty optional field is `null`.
 * To word a problem see `validationText`.
 */
export function readTyped(field: Field, typed: string, context: ReadContext): ReadValue {
  return checkValue(field, meant(field, typed, context));
}

/** Checks a value against the schema of its field. */
export function checkValue(field: Field, value: JsonValue): ReadValue {
  const checked = field.schema.safeParse(value);
  return checked.success ? { ok: true, value } : { ok: false, problem: problemOf(checked.error.issues[0]) };
}

/** Text that cannot be parsed is returned unchanged, so that the schema reports the problem. */
function meant(field: Field, typed: string, { data, locale, today }: ReadContext): JsonValue {
  const line = typed.trim();
  const empty = field.required ? '' : null;
  switch (field.kind) {
    case 'notes':
      return typed === '' ? null : typed;
    case 'date':
      return line === '' ? empty : (parseDay(line, locale, today) ?? line);
    case 'money':
      return line === '' ? empty : (parseMoney(line, currencyOf(field, data), locale) ?? line);
    case 'count':
      return line === '' ? 0 : /^[+-]?\d+$/.test(line) ? Number(line) : line;
    case 'tags':
      return sortedTags(line.split(','));
    case 'text':
    case 'email':
    case 'phone':
    case 'select':
    case 'reference':
    case 'person':
      return line === '' ? empty : line;
  }
}

/** Tags trimmed, unique and sorted, so that equal sets are equal values. */
export function sortedTags(tags: readonly string[]): string[] {
  const named = tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
  return [...new Set(named)].sort((a, b) => (a < b ? -1 : 1));
}
