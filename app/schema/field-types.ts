import type * as z from 'zod';
import type { FastCheck } from './fast-checks.ts';
import type { JsonValue } from './json.ts';

/** A word or phrase in each language. */
export interface Label {
  en: string;
  de: string;
}

/** The result of a merge function: the value kept, and whether one was set aside for a person. */
export interface MergeResult {
  kept: JsonValue;
  clash: boolean;
}

export type MergeFunction = (base: JsonValue, mine: JsonValue, theirs: JsonValue) => MergeResult;

/**
 * How a field is merged when two devices changed it since the base. `mine`: the later one (last write wins) · `server`:
 * the first one · `add`: both differences (counters) · `union`: both sets of additions and removals (tags) · `text`:
 * three-way merge of prose · `ask`: the first one, until a person decides · or the entity's own function.
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

/** How lists mark a choice; the text carries the meaning. */
export const TONES = ['accent', 'wait', 'good', 'off', 'danger'] as const;
export type Tone = (typeof TONES)[number];

export interface Option {
  value: string;
  label: Label;
  tone?: Tone;
  /** Other programs' names for it. */
  otherNames?: readonly string[];
}

export interface Field<S extends z.ZodType = z.ZodType> {
  kind: FieldKind;
  label: Label;
  /** Validates one value; an empty optional field is `null` (tags: `[]`). */
  schema: S;
  /** A fast check, tried before the schema. */
  fastCheck: FastCheck;
  merge: MergePolicy;
  required: boolean;
  /** The value of a new record before any input. */
  initial: JsonValue;
  sortable: boolean;
  filterable: boolean;
  searchable: boolean;
  options?: readonly Option[];
  /** For `reference`: the referenced table. */
  references?: string;
  /** For `money`: the field with the ISO 4217 code. */
  currencyField?: string;
}
