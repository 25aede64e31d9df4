import type { AnyEntity, JsonValue, RecordData } from '#app/schema/index.ts';
import type { KnownRecord } from '../identity/record-index.ts';
import type { Sheet } from '../sheet.ts';
import type { CellMark } from './line.ts';
import type { LineReader } from './line-reader.ts';

/**
 * What becomes of a line: a `new` record · an `update` of one that is there · `same` as one that is there · `joined` with an
 * earlier line of the same record, whose gaps it fills · `repeated`: it says the same of the same record as an earlier line,
 * or something else · `unclear`: a person has to say which record it is · `refused`: it cannot come in.
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
  /** 0 for a parent that no line of its own has. */
  line: number;
  kind: LineKind;
  /** The id of the record to be, or of the one that is there. */
  recordId: string;
  /** The version of the record that is there; 0 for a new one. */
  baseVersion: number;
  /** What the line fills, parents as ids. */
  data: RecordData;
  /** For `update`: what would change. For `repeated`: where the line differs from the earlier one. */
  changes: readonly FieldChange[];
  marks: readonly CellMark[];
  /** For `joined` and `repeated`: the earlier line. */
  earlierLine: number | null;
  /** The source of that line. */
  earlierSource: number | null;
  /** For `unclear`: the records it could be. */
  candidates: readonly KnownRecord[];
}

/** One table of a file, with what it holds. */
export interface PlanSource {
  sheet: Sheet;
  /** Null where its lines are left out. */
  reader: LineReader | null;
}

/** What a person chose for a line that is unclear or repeats another: a record, a record of its own, or to leave it out. */
export type Decision = { kind: 'record'; id: string } | { kind: 'new' } | { kind: 'out' };

export interface PlanChoices {
  /** `source:line` → the decision. */
  decisions: ReadonlyMap<string, Decision>;
  /** For all unclear lines without a decision of their own. */
  unclear: 'ask' | 'new' | 'first';
  /** Whether parents that are missing are created by their names. */
  createsParents: boolean;
  /** Whether lines are held against what is there at all; without it every line is new. */
  recognises: boolean;
}

export const defaultChoices: PlanChoices = {
  decisions: new Map(),
  unclear: 'ask',
  createsParents: false,
  recognises: true,
};

export const lineKey = (source: number, line: number): string => `${source}:${line}`;

/** The fields in which two records differ, of those that the second fills. */
export function changesBetween(entity: AnyEntity, before: RecordData, after: RecordData): FieldChange[] {
  return Object.keys(entity.fields).flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field]];
    return is === undefined || JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
  });
}
