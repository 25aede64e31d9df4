import type { Person } from '#app/contract/protocol.ts';
import type { Field, JsonValue, RecordData } from '#app/schema/index.ts';
import { dayInput, parseDay } from './day.ts';
import type { Formats } from './formats.ts';
import { labelIn } from './language.ts';
import { moneyInput, parseMoney } from './money.ts';
import type { Text } from './text.ts';

const DEFAULT_CURRENCY = 'EUR';

/** What is needed to write a value for a person. */
export interface ValueContext {
  text: Text;
  formats: Formats;
  people: readonly Pick<Person, 'id' | 'name'>[];
  /** The title of a record, where it is known. */
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

/** A value as lists, conflicts and sentences show it; `''` where it is empty. */
export function valueText(field: Field, value: JsonValue | undefined, data: RecordData, context: ValueContext): string {
  if (isEmptyValue(value) || value === undefined || value === null) return '';
  const { text, formats } = context;
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (field.kind === 'select') {
    const option = field.options?.find((known) => known.value === value);
    return option === undefined ? String(value) : labelIn(option.label, text.language);
  }
  if (field.kind === 'person') {
    return context.people.find(({ id }) => id === value)?.name ?? text.t('field.unknownRecord');
  }
  if (field.kind === 'reference') {
    return context.titleOf(field.references ?? '', String(value)) ?? '…';
  }
  if (field.kind === 'date') return formats.day(String(value));
  if (field.kind === 'money' && typeof value === 'number') return formats.money(value, currencyOf(field, data));
  if (typeof value === 'number') return formats.number(value);
  return String(value);
}

/** A value as a person edits it in a text field. */
export function typedValue(field: Field, value: JsonValue | undefined, data: RecordData, locale: string): string {
  if (value === null || value === undefined) return '';
  if (field.kind === 'date') return dayInput(String(value), locale);
  if (field.kind === 'money' && typeof value === 'number') return moneyInput(value, currencyOf(field, data), locale);
  if (Array.isArray(value)) return value.join(', ');
  return String(value);
}

export type ReadValue = { ok: true; value: JsonValue } | { ok: false; message: string };

export interface ReadContext {
  data: RecordData;
  locale: string;
  /** The local day, `YYYY-MM-DD`. */
  today: string;
}

/**
 * Reads what a person typed into a field and checks it against the schema. Text is trimmed (notes are not); an empty
 * optional field is `null`. The message is the schema's, in English; see `validationText`.
 */
export function readTyped(field: Field, typed: string, context: ReadContext): ReadValue {
  const value = field.kind === 'notes' ? (typed === '' ? null : typed) : readLine(field, typed.trim(), context);
  return checkValue(field, value);
}

/** Checks a value against the schema of its field. */
export function checkValue(field: Field, value: JsonValue): ReadValue {
  const checked = field.schema.safeParse(value);
  return checked.success ? { ok: true, value } : { ok: false, message: checked.error.issues[0]?.message ?? '' };
}

/** Where the typed words mean nothing, they are passed on as they are, for the schema to say what it wants instead. */
function readLine(field: Field, typed: string, { data, locale, today }: ReadContext): JsonValue {
  if (typed === '') return field.kind === 'count' ? 0 : field.required ? '' : field.kind === 'tags' ? [] : null;
  if (field.kind === 'date') return parseDay(typed, locale, today) ?? typed;
  if (field.kind === 'money') return parseMoney(typed, currencyOf(field, data), locale) ?? typed;
  if (field.kind === 'count') return /^[+-]?\d+$/.test(typed) ? Number(typed) : typed;
  if (field.kind === 'tags') return sortedTags(typed.split(','));
  return typed;
}

/** Tags trimmed, each once, in a stable order, so that equal sets are equal values. */
export function sortedTags(tags: readonly string[]): string[] {
  const named = tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
  return [...new Set(named)].sort((a, b) => (a < b ? -1 : 1));
}
