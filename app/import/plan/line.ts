import type { JsonValue, Problem, RecordData } from '#app/schema/index.ts';

/** Why a cell did not come in as it stands. */
export type CellReason =
  | { code: 'schema'; problem: Problem }
  | { code: 'unknownValue' | 'unknownPerson' | 'unknownCurrency' }
  | { code: 'notADay' | 'notAnAmount' | 'negativeAmount' | 'tooManyDecimals' | 'notADuration' | 'notANumber' }
  | { code: 'spreadsheetError' | 'shortened' | 'several' | 'tooLong' | 'otherCurrency' }
  | { code: 'missing' | 'unknownParent' | 'ambiguousParent' | 'badId' };

/** A cell of which something did not come in as it stands, and what became of its text. */
export interface CellMark {
  /** The field it was meant for. */
  field: string;
  value: string;
  reason: CellReason;
  /** `notes`: its text is in the notes · `out`: it is left out · `refused`: without it the line cannot come in. */
  became: 'notes' | 'out' | 'refused';
}

/** The parent that a line names. */
export interface ParentName {
  id: string | null;
  title: string;
  /** The parent of the parent, where the line names it as well. */
  above: ParentName | null;
  /** Further values of the line that distinguish it from others with the same title; field → value. */
  distinguishing?: Readonly<Record<string, string>>;
}

/** A line as it was read, before it is held against what is there. */
export interface ReadLine {
  line: number;
  /** From a column of ids. */
  id: string | null;
  /** The fields that the line fills. */
  data: RecordData;
  /** Reference field → the parent named. */
  parents: Readonly<Record<string, ParentName>>;
  /** What is added to the notes beside what is in them. */
  extra: readonly string[];
  marks: readonly CellMark[];
}

/** A value no field takes, and what a person chose for it: a value of the field, or null to leave it empty. */
export type ValueMap = ReadonlyMap<string, JsonValue>;

/** Under which a `ValueMap` keeps the choice for a word in a field. */
export const valueKey = (table: string, field: string, word: string): string =>
  [table, field, word.trim().toLowerCase()].join('\n');
