import type * as z from 'zod';
import type { FastCheck } from './fast-checks.ts';
import type { JsonValue } from './json.ts';

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
export type MergePolicy = NamedPolicy | MergeFunction;
export type NamedPolicy = 'mine' | 'server' | 'add' | 'union' | 'text' | 'ask';

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

/** How a choice is marked in lists; the words carry the meaning. */
export const TONES = ['accent', 'wait', 'good', 'off', 'danger'] as const;
export type Tone = (typeof TONES)[number];

export interface Option {
  value: string;
  label: Label;
  tone?: Tone;
  /** What other programs call it. */
  otherNames?: readonly string[];
}

export interface Field<S extends z.ZodType = z.ZodType> {
  kind: FieldKind;
  label: Label;
  /** Validates one value; an empty optional field is `null` (tags: `[]`). */
  schema: S;
  /** A fast check of a value, before its schema is asked. */
  fastCheck: FastCheck;
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
