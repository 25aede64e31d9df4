import type { AnyEntity, JsonValue, RecordData } from '#app/schema/index.ts';
import type { KnownRecord } from '../identity/record-index.ts';
import type { Sheet } from '../sheet.ts';
import type { CellMark } from './line.ts';
import type { LineReader } from './line-reader.ts';

/**
 * What happens to a line: `new` record · `update` of a stored record · `same` as a stored record · `joined` with an
 * earlier line of the same record, filling its gaps · `repeated`: an earlier line has this record already, with the
 * same or other values · `unclear`: a person must choose the record · `refused`: cannot be imported.
 */
export type LineKind = 'new' | 'update' | 'same' | 'joined' | 'repeated' | 'unclear' | 'refused';

export interface FieldChange {
  field: string;
  before: JsonValue;
  after: JsonValue;
}

export interface PlannedLine {
  /** Index of the source. */
  source: number;
  table: string;
  /** 0 for a parent without a line of its own. */
  line: number;
  kind: LineKind;
  /** The id of the new or stored record. */
  recordId: string;
  /** The version of the stored record; 0 for a new one. */
  baseVersion: number;
  /** Values from the line; parents as ids. */
  data: RecordData;
  /** For `update`: what changes. For `repeated`: how the line differs from the earlier one. */
  changes: readonly FieldChange[];
  marks: readonly CellMark[];
  /** For `joined` and `repeated`: the earlier line. */
  earlierLine: number | null;
  /** The source of `earlierLine`. */
  earlierSource: number | null;
  /** For `unclear`, and for lines a person decided about: the records that match. */
  candidates: readonly KnownRecord[];
}

/** One table of a file, with its content. */
export interface PlanSource {
  sheet: Sheet;
  /** Null if its lines are left out. */
  reader: LineReader | null;
}

/** A person's choice for an unclear or repeated line: an existing record, a new record, or leave it out. */
export type Decision = { kind: 'record'; id: string } | { kind: 'new' } | { kind: 'out' };

export interface PlanChoices {
  /** `source:line` → the decision. */
  decisions: ReadonlyMap<string, Decision>;
  /** Applies to unclear lines without a decision. */
  unclear: 'ask' | 'new' | 'first';
  /** Whether missing parents are created by name. */
  createsParents: boolean;
  /** Tables whose lines are not matched with records; every one is new. */
  unmatched: ReadonlySet<string>;
}

export const defaultChoices: PlanChoices = {
  decisions: new Map(),
  unclear: 'ask',
  createsParents: false,
  unmatched: new Set(),
};

export const lineKey = (source: number, line: number): string => `${source}:${line}`;

/** What changes from `before` to `after`, for the fields that `after` has. */
export function changesBetween(entity: AnyEntity, before: RecordData, after: RecordData): FieldChange[] {
  return Object.keys(entity.fields).flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field]];
    return is === undefined || JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
  });
}
