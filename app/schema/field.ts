import * as z from 'zod';
import {
  type FastCheck,
  filledLineCheck,
  integerCheck,
  isFilled,
  isPrintable,
  isPrintableLine,
  lineCheck,
  orEmpty,
  proseCheck,
  wordsCheck,
} from './fast-checks.ts';
import type { Field, FieldKind, Label, MergePolicy, Tone } from './field-types.ts';
import type { Problem } from './problems.ts';

type Choice = Label & { tone?: Tone; otherNames?: readonly string[] };

interface FieldOptions {
  merge?: MergePolicy;
  sortable?: boolean;
  filterable?: boolean;
  searchable?: boolean;
}

interface Required {
  required: true;
}

/** A fast path for most lines. */
function line(maxLength: number) {
  return z
    .string()
    .max(maxLength, { error: `tooLong:${maxLength}` satisfies Problem })
    .check(({ value, issues }) => {
      if (isPrintableLine(value)) return;
      const object = (message: Problem) => issues.push({ code: 'custom', message, input: value, continue: true });
      if (!isPrintable(value)) object('unprintable');
      if (/[\r\n]/.test(value)) object('severalLines');
    });
}

function filled(schema: z.ZodString) {
  return schema.refine(isFilled, { error: 'empty' satisfies Problem });
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
  fastCheck: FastCheck,
  rest: ReturnType<typeof settings>,
): Field<z.ZodNullable<S>> {
  return {
    kind,
    label,
    schema: z.nullable(schema),
    fastCheck: orEmpty(fastCheck),
    required: false,
    initial: null,
    ...rest,
  };
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
    fastCheck: required ? filledLineCheck(maxLength) : orEmpty(lineCheck(maxLength)),
    required,
    initial: required ? '' : null,
    ...settings(options, 'mine'),
  };
}

const EMAIL = /^[^\s@]+@[^\s@]+$/u;
/** People add an extension, a name, `(work)`; a value without digits is invalid. */
const MAX_PHONE_LENGTH = 60;
const PHONE = /\d/u;

/** An email address; only its shape is checked. */
export function email(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  const schema = line(254).refine((value) => EMAIL.test(value), {
    error: 'notAnEmail' satisfies Problem,
  });
  return optional('email', label, schema, lineCheck(254, EMAIL), settings(options, 'mine'));
}

/** A telephone number as people write it, with remarks. */
export function phone(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  const schema = line(MAX_PHONE_LENGTH).refine((value) => PHONE.test(value), {
    error: 'notAPhone' satisfies Problem,
  });
  return optional('phone', label, schema, lineCheck(MAX_PHONE_LENGTH, PHONE), settings(options, 'mine'));
}

export const NOTES_MAX_LENGTH = 100_000;

/** Prose of several lines, plain Markdown. */
export function notes(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  const schema = z
    .string()
    .max(NOTES_MAX_LENGTH, { error: `tooLong:${NOTES_MAX_LENGTH}` satisfies Problem })
    .refine(isPrintable, { error: 'unprintable' satisfies Problem });
  return optional('notes', label, schema, proseCheck(NOTES_MAX_LENGTH), settings(options, 'text'));
}

/** One of a fixed set of values; the first is the initial one. */
export function select<const V extends string>(
  label: Label,
  choices: Readonly<Record<V, Choice>>,
  options: FieldOptions = {},
): Field<z.ZodEnum<{ [K in V]: K }>> {
  const values = Object.keys(choices) as [V, ...V[]];
  return {
    kind: 'select',
    label,
    schema: z.enum(values, { error: 'notAnOption' satisfies Problem }) as z.ZodEnum<{ [K in V]: K }>,
    fastCheck: (value) => values.some((known) => known === value),
    required: true,
    initial: values[0],
    options: values.map((value) => {
      const { en, de, ...rest }: Choice = choices[value];
      return { value, label: { en, de }, ...rest };
    }),
    ...settings(options, 'mine'),
  };
}

/** A set of short words, sorted so that equal sets are equal values. */
export function tags(label: Label, options: FieldOptions = {}): Field<z.ZodArray<z.ZodString>> {
  const schema = z
    .array(filled(line(40)), { error: 'notTags' satisfies Problem })
    .max(50, { error: 'tooManyTags:50' satisfies Problem })
    .refine((values) => new Set(values).size === values.length, { error: 'repeatedTag' satisfies Problem });
  return {
    kind: 'tags',
    label,
    schema,
    fastCheck: wordsCheck(50, 40),
    required: false,
    initial: [],
    ...settings(options, 'union'),
  };
}

/** A calendar day `YYYY-MM-DD`, without time or zone. */
export function date(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodISODate>> {
  const schema = z.iso.date({ error: 'notADay' satisfies Problem });
  return optional('date', label, schema, () => false, settings(options, 'mine'));
}

const MAX_MINOR_UNITS = 1_000_000_000_000;

/** An amount of money in integer minor units (cents) of the currency in `currencyField`; never negative. */
export function money(
  label: Label,
  options: FieldOptions & { currencyField: string },
): Field<z.ZodNullable<z.ZodNumber>> {
  const schema = z
    .int({ error: 'notAnAmount' satisfies Problem })
    .min(0, { error: 'negativeAmount' satisfies Problem })
    .max(MAX_MINOR_UNITS, { error: 'amountTooLarge' satisfies Problem });
  return {
    kind: 'money',
    label,
    schema: schema.nullable(),
    fastCheck: orEmpty(integerCheck(0, MAX_MINOR_UNITS)),
    required: false,
    initial: null,
    currencyField: options.currencyField,
    ...settings(options, 'ask'),
  };
}

const MAX_COUNT = 1_000_000_000;

/** A counter that several people add to, such as minutes worked. Concurrent subtractions may make it negative. */
export function count(label: Label, options: FieldOptions = {}): Field<z.ZodNumber> {
  const schema = z
    .int({ error: 'notANumber' satisfies Problem })
    .min(-MAX_COUNT, { error: 'numberTooSmall' satisfies Problem })
    .max(MAX_COUNT, { error: 'numberTooLarge' satisfies Problem });
  const fastCheck = integerCheck(-MAX_COUNT, MAX_COUNT);
  return { kind: 'count', label, schema, fastCheck, required: true, initial: 0, ...settings(options, 'add') };
}

/** The id of a record of another table. */
export function reference(label: Label, table: string, options: FieldOptions = {}): Field<z.ZodString> {
  const schema = filled(line(64)) as z.ZodString;
  return {
    kind: 'reference',
    label,
    schema,
    fastCheck: filledLineCheck(64),
    required: true,
    initial: '',
    references: table,
    ...settings(options, 'ask'),
  };
}

/** The id of a person of the firm. */
export function person(label: Label, options: FieldOptions = {}): Field<z.ZodNullable<z.ZodString>> {
  return optional('person', label, line(64), lineCheck(64), settings(options, 'mine'));
}
