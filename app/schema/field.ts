import * as z from 'zod';
import type { JsonValue } from './json.ts';
import {
  isFilled,
  isPrintable,
  isPrintableLine,
  type Look,
  lookAtFilledLine,
  lookAtInteger,
  lookAtLine,
  lookAtProse,
  lookAtWords,
  orEmpty,
} from './plain.ts';

/** A word or phrase in each language Ferry speaks. */
export interface Label {
  en: string;
  de: string;
}

/** What a merge function decides: the value kept now, and whether a value was set aside for a person to look at. */
export interface MergeResult {
  kept: JsonValue;
  clash: boolean;
}

export type MergeFunction = (base: JsonValue, mine: JsonValue, theirs: JsonValue) => MergeResult;

/**
 * What is kept when two devices changed the same field since the base.
 * `mine`: the later to arrive (last write wins) · `server`: the first to arrive · `add`: both differences (counters) ·
 * `union`: both sets of additions and removals (tags) · `text`: three-way merge of prose · `ask`: the first to arrive,
 * until a person decides · or a function of the entity's own.
 */
export type MergePolicy = 'mine' | 'server' | 'add' | 'union' | 'text' | 'ask' | MergeFunction;

export type FieldKind =
  | 'text'
  | 'email'
  | 'phone'
  | 'notes'
  | 'select'
  | 'tags'
  | 'date'
  | 'money'
  | 'count'
  | 'reference'
  | 'person';

export interface Option {
  value: string;
  label: Label;
}

export interface Field<S extends z.ZodType = z.ZodType> {
  kind: FieldKind;
  label: Label;
  /** Validates one value; an empty optional field is `null` (tags: `[]`). */
  schema: S;
  /** A quick look at a value, before its schema is asked. */
  look: Look;
  merge: MergePolicy;
  required: boolean;
  /** The value of a new record before anyone typed. */
  initial: JsonValue;
  sortable: boolean;
  filterable: boolean;
  searchable: boolean;
  options?: readonly Option[];
  /** For `reference`: the table whose record this field names. */
  references?: string;
  /** For `money`: the field of the same record that holds the ISO 4217 code. */
  currencyField?: string;
}

interface FieldOptions {
  merge?: MergePolicy;
  sortable?: boolean;
  filterable?: boolean;
  searchable?: boolean;
}

interface Required {
  required: true;
}

/** A good line is told by one look. */
function line(maxLength: number) {
  return z
    .string()
    .max(maxLength, { error: `Use at most ${maxLength} characters.` })
    .check(({ value, issues }) => {
      if (isPrintableLine(value)) return;
      const object = (message: string) => issues.push({ code: 'custom', message, input: value, continue: true });
      if (!isPrintable(value)) object('Remove the characters that cannot be shown.');
      if (/[\r\n]/.test(value)) object('Keep this on one line.');
    });
}

function filled(schema: z.ZodString) {
  return schema.refine(isFilled, { error: 'Fill this in.' });
}

function settings(options: FieldOptions, merge: MergePolicy) {
  return {
    merge: options.merge ?? merge,
    sortable: options.sortable ?? false,
    filterable: options.filterable ?? false,
    searchable: options.searchable ?? false,
  };
}

/** Empty is `null`. */
function optional<S extends z.ZodType>(
  kind: FieldKind,
  label: Label,
  schema: S,
  look: Look,
  rest: ReturnType<typeof settings>,
): Field<z.ZodNullable<S>> {
  return { kind, label, schema: z.nullable(schema), look: orEmpty(look), required: false, initial: null, ...rest };
}

type TextOptions = FieldOptions & { maxLength?: number };

/** One line of text. */
export function text(label: Label, options: TextOptions & Required): Field<z.ZodString>;
export function text(label: Label, options?: TextOptions): Field<z.ZodNullable<z.ZodString>>;
export function text(label: Label, options: TextOptions & Partial<Required> = {}): Field {
  const { maxLength = 200, required = false } = options;
  const schema = line(maxLength);
  return {
    kind: 'text',
    label,
    schema: required ? filled(schema) : schema.nullable(),
    look: required ? lookAtFilledLine(maxLength) : orEmpty(lookAtLine(maxLength)),
    required,
    initial: required ? '' : null,
    ...settings(options, 'mine'),
  };
}

const EMAIL = /^[^\s@]+@[^\s@]+$/u;
const PHONE = /^[+\d][\d\s()./-]*(?:\s?(?:x|ext\.?)\s?\d+)?$/u;

/** An email address, checked for shape only. */
export function email(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  const schema = line(254).refine((value) => EMAIL.test(value), {
    error: 'Write an email address such as name@example.com.',
  });
  return optional('email', label, schema, lookAtLine(254, EMAIL), settings(options, 'mine'));
}

/** A telephone number as people write it. */
export function phone(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  const schema = line(40).refine((value) => PHONE.test(value), {
    error: 'Write a phone number with digits, spaces and a leading +.',
  });
  return optional('phone', label, schema, lookAtLine(40, PHONE), settings(options, 'mine'));
}

export const NOTES_MAX_LENGTH = 100_000;

/** Prose of several lines, plain Markdown. */
export function notes(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  const schema = z
    .string()
    .max(NOTES_MAX_LENGTH, { error: `Shorten this to ${NOTES_MAX_LENGTH.toLocaleString('en')} characters.` })
    .refine(isPrintable, { error: 'Remove the characters that cannot be shown.' });
  return optional('notes', label, schema, lookAtProse(NOTES_MAX_LENGTH), settings(options, 'text'));
}

/** One of a fixed set of values; the first is where a new record starts. */
export function select<const V extends string>(
  label: Label,
  choices: Readonly<Record<V, Label>>,
  options: FieldOptions = {},
): Field<z.ZodEnum<{ [K in V]: K }>> {
  const values = Object.keys(choices) as [V, ...V[]];
  return {
    kind: 'select',
    label,
    schema: z.enum(values, { error: 'Choose one of the options.' }) as z.ZodEnum<{ [K in V]: K }>,
    look: (value) => values.some((known) => known === value),
    required: true,
    initial: values[0],
    options: values.map((value) => ({ value, label: choices[value] })),
    ...settings(options, 'mine'),
  };
}

/** A set of short words; kept sorted so that equal sets are equal values. */
export function tags(label: Label, options: FieldOptions = {}): Field<z.ZodArray<z.ZodString>> {
  const schema = z
    .array(filled(line(40)), { error: 'Write tags as a list of words.' })
    .max(50, { error: 'Use at most 50 tags.' })
    .refine((values) => new Set(values).size === values.length, { error: 'Each tag once.' });
  return {
    kind: 'tags',
    label,
    schema,
    look: lookAtWords(50, 40),
    required: false,
    initial: [],
    ...settings(options, 'union'),
  };
}

/** A calendar day `YYYY-MM-DD`, without time or zone. */
export function date(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodISODate>> {
  const schema = z.iso.date({ error: 'Write a day that exists, such as 2026-03-31.' });
  return optional('date', label, schema, () => false, settings(options, 'mine'));
}

const MAX_MINOR_UNITS = 1_000_000_000_000;

/** An amount of money in integer minor units (cents) of the currency in `currencyField`; never negative. */
export function money(
  label: Label,
  options: FieldOptions & { currencyField: string },
): Field<z.ZodNullable<z.ZodNumber>> {
  const schema = z
    .int({ error: 'Write an amount such as 1,250.00.' })
    .min(0, { error: 'An amount cannot be negative.' })
    .max(MAX_MINOR_UNITS, { error: 'This amount is too large.' });
  return {
    kind: 'money',
    label,
    schema: schema.nullable(),
    look: orEmpty(lookAtInteger(0, MAX_MINOR_UNITS)),
    required: false,
    initial: null,
    currencyField: options.currencyField,
    ...settings(options, 'ask'),
  };
}

const MAX_COUNT = 1_000_000_000;

/** A counter that several people add to, such as minutes worked. Concurrent subtractions may meet below zero. */
export function count(label: Label, options: FieldOptions = {}): Field<z.ZodNumber> {
  const schema = z
    .int({ error: 'Write a whole number.' })
    .min(-MAX_COUNT, { error: 'This number is too small.' })
    .max(MAX_COUNT, { error: 'This number is too large.' });
  const look = lookAtInteger(-MAX_COUNT, MAX_COUNT);
  return { kind: 'count', label, schema, look, required: true, initial: 0, ...settings(options, 'add') };
}

/** The id of a record of another table. */
export function reference(label: Label, table: string, options: FieldOptions = {}): Field<z.ZodString> {
  const schema = filled(line(64)) as z.ZodString;
  return {
    kind: 'reference',
    label,
    schema,
    look: lookAtFilledLine(64),
    required: true,
    initial: '',
    references: table,
    ...settings(options, 'ask'),
  };
}

/** The id of a person of the firm. */
export function person(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  return optional('person', label, line(64), lookAtLine(64), settings(options, 'mine'));
}
